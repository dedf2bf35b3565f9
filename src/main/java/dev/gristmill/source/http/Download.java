package dev.gristmill.source.http;

import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Task;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Map;

/**
 * One file that must have a known size and hash. Its part on disk survives an interruption; a later run goes on where
 * it ends.
 *
 * @param uri where it is
 * @param size in bytes; not one byte more is written
 */
public record Download(URI uri, Digest expected, long size) {
    private static final int READ_BACK = 1 << 20;

    /**
     * Fetches what is missing of the file and checks the whole.
     *
     * @param part where it grows, used by nobody else meanwhile; complete and verified on return
     * @throws StepException if the server has something else, which is removed, or cannot be reached
     */
    public void into(Path part, Http http, Task task) throws InterruptedException {
        task.expect(size);
        try {
            Files.createDirectories(part.getParent());
            boolean leftOver = Files.exists(part) && Files.size(part) > 0;
            if (leftOver && !fetch(part, http, task).equals(expected)) {
                Files.delete(part); // what an earlier run left may be what is wrong: once more, from the start
                leftOver = false;
            } else if (leftOver) {
                return;
            }
            var found = fetch(part, http, task);
            if (!found.equals(expected)) {
                Files.delete(part);
                throw new StepException(Problem.of("a fetched file is not the one that was promised; it was removed")
                        .where(Http.shown(uri))
                        .expected(expected)
                        .found(found)
                        .remedy("run again later; if it stays, the mirror is broken or has been tampered with"));
            }
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("a fetched file cannot be written").where(part).found(e), e);
        }
    }

    private Digest fetch(Path part, Http http, Task task) throws InterruptedException {
        return http.persistently(uri, () -> {
            try (var file = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                var hash = Digest.algorithm();
                if (file.size() > size) {
                    file.truncate(0);
                }
                readBack(file, hash);
                task.reached(file.position());
                if (file.position() < size) {
                    append(file, hash, http, task);
                }
                return Digest.from(hash);
            }
        });
    }

    private void append(FileChannel file, MessageDigest hash, Http http, Task task)
            throws IOException, InterruptedException {
        long from = file.position();
        Map<String, String> range = from > 0 ? Map.of("Range", "bytes=" + from + "-") : Map.of();
        try (var answer = http.send("GET", uri, range)) {
            if (!continues(answer, from)) {
                if (answer.status() == 206 || answer.status() == 416) {
                    restart(file, hash);
                    throw new EOFException("the server cannot go on at byte " + from);
                }
                Http.expect(200, answer);
                restart(file, hash);
            }
            var length = answer.length();
            if (length.isPresent() && length.getAsLong() != size - file.position()) {
                throw wrongSize(file.position() + length.getAsLong() + " bytes");
            }
            stream(answer.body(), file, hash, http, task);
        }
    }

    private void stream(Body body, FileChannel file, MessageDigest hash, Http http, Task task)
            throws IOException, InterruptedException {
        var stall = http.patience().stall();
        for (var bytes = body.next(stall); !bytes.isEmpty(); bytes = body.next(stall)) {
            for (ByteBuffer piece : bytes) {
                if (piece.remaining() > size - file.position()) {
                    file.truncate(0);
                    throw wrongSize("more than that");
                }
                hash.update(piece.duplicate());
                while (piece.hasRemaining()) {
                    file.write(piece);
                }
            }
            task.reached(file.position());
        }
        if (file.position() < size) {
            throw new EOFException("the connection ended after " + file.position() + " of " + size + " bytes");
        }
    }

    private static boolean continues(Answer answer, long from) {
        return from > 0
                && answer.status() == 206
                && answer.header("Content-Range").startsWith("bytes " + from + "-");
    }

    private static void restart(FileChannel file, MessageDigest hash) throws IOException {
        file.truncate(0);
        file.position(0);
        hash.reset();
    }

    private static void readBack(FileChannel file, MessageDigest hash) throws IOException {
        var buffer = ByteBuffer.allocate(READ_BACK);
        while (file.read(buffer) >= 0) {
            hash.update(buffer.flip());
            buffer.clear();
        }
    }

    private StepException wrongSize(String found) {
        return new StepException(Problem.of("a server offers a file of another size than promised")
                .where(Http.shown(uri))
                .expected(size + " bytes")
                .found(found)
                .remedy("run again later; if it stays, the mirror is broken or has been tampered with"));
    }
}
