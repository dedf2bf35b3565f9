package dev.gristmill.registry;

import dev.gristmill.image.Descriptor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** A blob is brought to a repository by one thread at a time; whoever comes later finds it there. */
final class Turns {
    private final Map<String, Lock> locks = new ConcurrentHashMap<>();

    interface Work<T> {
        T run() throws InterruptedException;
    }

    <T> T take(Repository repository, Descriptor blob, Work<T> work) throws InterruptedException {
        var lock = locks.computeIfAbsent(repository + "@" + blob.digest(), place -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }
}
