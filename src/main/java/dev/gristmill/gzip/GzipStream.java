package dev.gristmill.gzip;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;

/**
 * Compresses a stream with gzip, in chunks of fixed size on several processors. The header says nothing of name, time
 * or system. The bytes depend on the content and on where it was {@link #cut}, and on nothing else: not on the pieces it
 * was written in, nor on the number of threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952">RFC 1952</a>
 */
public final class GzipStream extends OutputStream {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    /** An empty block with the fixed code, marked as the last. */
    private static final byte[] LAST_BLOCK = {3, 0};

    private static final int MOST_THREADS = 8;

    private final OutputStream out;
    private final ChunkMemory memory;
    private final CRC32 checksum = new CRC32();
    private final ExecutorService threads;
    private final int ahead;
    private final Spares<ChunkCompressor> compressors = new Spares<>(ChunkCompressor::new);
    private final Spares<byte[]> rooms = new Spares<>(Chunk::room);
    private final Deque<Future<byte[]>> running = new ArrayDeque<>();
    private byte[] bytes = rooms.take();
    private int from;
    private int to;
    private long size;
    private boolean finished;

    /**
     * @param out is closed with this
     * @param memory may be shared by streams
     */
    public GzipStream(OutputStream out, ChunkMemory memory) throws IOException {
        this(out, memory, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
    }

    GzipStream(OutputStream out, ChunkMemory memory, int threads) throws IOException {
        this.out = out;
        this.memory = memory;
        this.ahead = threads + 1;
        this.threads = Executors.newFixedThreadPool(threads, task -> {
            var thread = new Thread(task, "gzip");
            thread.setDaemon(true);
            return thread;
        });
        out.write(HEADER);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** @throws ClosedByInterruptException if this thread is interrupted while it waits for its helpers */
    @Override
    public void write(byte[] content, int offset, int length) throws IOException {
        checksum.update(content, offset, length);
        size += length;
        for (int done = 0; done < length; ) {
            int part = Math.min(length - done, from + Chunk.SIZE - to);
            System.arraycopy(content, offset + done, bytes, to, part);
            to += part;
            done += part;
            if (to == from + Chunk.SIZE) {
                submit(Symbols.FARTHEST);
            }
        }
    }

    /** What follows is compressed as if nothing came before, so that the same is known again in another stream. */
    public void cut() throws IOException {
        submit(0);
    }

    @Override
    public void close() throws IOException {
        try (out) {
            if (!finished) {
                finished = true;
                finish();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void finish() throws IOException {
        submit(0);
        while (!running.isEmpty()) {
            writeFirst();
        }
        out.write(LAST_BLOCK);
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) checksum.getValue())
                .putInt((int) size)
                .array());
    }

    /** @param mostKept bytes that the next chunk may refer to */
    private void submit(int mostKept) throws IOException {
        int kept = Math.min(mostKept, to);
        var next = rooms.take();
        System.arraycopy(bytes, to - kept, next, 0, kept);
        if (to > from) {
            var chunk = Chunk.of(bytes, from, to);
            running.add(threads.submit(() -> compress(chunk)));
        } else {
            rooms.giveBack(bytes);
        }
        bytes = next;
        from = kept;
        to = kept;
        if (running.size() > ahead) {
            writeFirst();
        }
    }

    private byte[] compress(Chunk chunk) throws IOException {
        try {
            var digest = chunk.digest();
            var known = memory.find(digest);
            if (known.isPresent()) {
                return known.get();
            }
            var compressor = compressors.take();
            var compressed = compressor.compress(chunk);
            compressors.giveBack(compressor);
            memory.remember(digest, compressed);
            return compressed;
        } finally {
            rooms.giveBack(chunk.bytes());
        }
    }

    private void writeFirst() throws IOException {
        try {
            out.write(running.remove().get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
