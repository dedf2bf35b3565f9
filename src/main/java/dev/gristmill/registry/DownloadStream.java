package dev.gristmill.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A blob as it comes in. A connection that breaks is made anew, and goes on where it broke. */
final class DownloadStream extends InputStream {
    private final RegistryClient client;
    private final Call call;
    private final long size;
    private final Deque<ByteBuffer> pieces = new ArrayDeque<>();
    private @Nullable Answer answer;
    private long position;
    private int tries;

    /** @param size of the blob in bytes; not one more is read */
    DownloadStream(RegistryClient client, Call call, long size) {
        this.client = client;
        this.call = call;
        this.size = size;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
        if (wanted == 0) {
            return 0;
        }
        if (position == size) {
            return -1;
        }
        var piece = piece();
        int n = Math.min(wanted, piece.remaining());
        piece.get(buffer, offset, n);
        position += n;
        return n;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    private ByteBuffer piece() throws IOException {
        try {
            while (true) {
                var first = pieces.peek();
                if (first != null && first.hasRemaining()) {
                    return first;
                }
                pieces.poll();
                if (pieces.isEmpty()) {
                    receive();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private void receive() throws InterruptedException {
        try {
            var from = answer == null ? connected() : answer;
            answer = from;
            var bytes = next(from);
            long length = Stream.concat(pieces.stream(), bytes.stream())
                    .mapToLong(ByteBuffer::remaining)
                    .sum();
            if (length > size - position) {
                throw CallFailure.lasting(call, from.from(), "more than the " + size + " bytes of the blob");
            }
            if (length == 0) {
                throw CallFailure.passing(call, from.from(), "the end after " + position + " of " + size + " bytes");
            }
            pieces.addAll(bytes);
            tries = 0;
        } catch (CallFailure e) {
            disconnect();
            client.persistence().waitAfter(e, ++tries);
        }
    }

    private static java.util.List<ByteBuffer> next(Answer from) throws CallFailure, InterruptedException {
        try {
            return from.response().body().next(from.stall());
        } catch (IOException e) {
            throw CallFailure.broken(from.call(), from.from(), e);
        }
    }

    private Answer connected() throws CallFailure, InterruptedException {
        var ranged = position == 0
                ? call
                : call.with("Range", "bytes=" + position + "-").accepting(200, 206);
        var found = client.transport().send(ranged);
        try {
            if (found.status() == 206) {
                requireContinuation(ranged, found);
            } else {
                requireLength(found, size);
                skip(found, position);
            }
            return found;
        } catch (CallFailure e) {
            found.close();
            throw e;
        }
    }

    private void requireContinuation(Call ranged, Answer found) throws CallFailure {
        var range = found.header("Content-Range").orElse("");
        if (!range.startsWith("bytes " + position + "-")) {
            throw CallFailure.lasting(ranged, found.from(), "another part than was asked for: " + Shown.text(range));
        }
        requireLength(found, size - position);
    }

    private void requireLength(Answer found, long expected) throws CallFailure {
        var length = found.number("Content-Length");
        if (length.isPresent() && length.getAsLong() != expected) {
            throw CallFailure.lasting(call, found.from(), length.getAsLong() + " bytes instead of " + expected);
        }
    }

    /** A registry without ranges sends all of it again. */
    private void skip(Answer found, long count) throws CallFailure, InterruptedException {
        for (long left = count; left > 0; ) {
            var bytes = next(found);
            if (bytes.isEmpty()) {
                throw CallFailure.passing(call, found.from(), "an end before byte " + count);
            }
            for (var piece : bytes) {
                int n = (int) Math.min(left, piece.remaining());
                piece.position(piece.position() + n);
                left -= n;
                if (piece.hasRemaining()) {
                    pieces.add(piece);
                }
            }
        }
    }

    private void disconnect() {
        pieces.clear();
        if (answer != null) {
            answer.close();
            answer = null;
        }
    }

    @Override
    public void close() {
        disconnect();
    }
}
