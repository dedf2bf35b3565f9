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

    private static final long LONGEST_PAUSE = 100; // ms

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
            return new Lock(locked(file), amongThreads);
        } catch (IOException | InterruptedException | RuntimeException e) {
            amongThreads.release();
            throw e;
        }
    }

    /**
     * Asks again and again. Waiting inside the kernel, two processes of which each holds one name and has another thread
     * wait for the other's would be refused as a deadlock; and a virtual thread that waits there cannot be interrupted.
     */
    private static FileChannel locked(Path file) throws IOException, InterruptedException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            for (long pause = 1; channel.tryLock() == null; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
                Thread.sleep(pause);
            }
            return channel;
        } catch (IOException | InterruptedException | RuntimeException e) {
            channel.close();
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
