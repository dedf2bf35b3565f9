package dev.gristmill.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Exclusive use of a name among the threads of this process and among processes. The kernel frees it with the process. */
public final class Lock implements AutoCloseable {
    // File locks are held by the whole process and do not keep its threads apart.
    private static final Map<Path, Semaphore> AMONG_THREADS = new ConcurrentHashMap<>();

    private final FileChannel channel;
    private final Semaphore amongThreads;

    private Lock(FileChannel channel, Semaphore amongThreads) {
        this.channel = channel;
        this.amongThreads = amongThreads;
    }

    /** Waits for the lock on that file, which is made if it is missing, and holds it until closed. */
    public static Lock acquire(Path file) throws IOException, InterruptedException {
        var amongThreads = AMONG_THREADS.computeIfAbsent(file, f -> new Semaphore(1));
        amongThreads.acquire();
        try {
            Files.createDirectories(file.getParent());
            var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            return new Lock(channel, amongThreads);
        } catch (IOException | RuntimeException e) {
            amongThreads.release();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            amongThreads.release();
        }
    }
}
