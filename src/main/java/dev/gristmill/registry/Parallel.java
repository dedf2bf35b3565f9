package dev.gristmill.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** Work on several things at once, a bounded number of them. The first failure ends all the rest. */
public final class Parallel {
    /** More do not make a transfer faster, and registries count connections. */
    private static final int STREAMS = 4;

    private Parallel() {}

    public interface Work<T> {
        void on(T item) throws InterruptedException;
    }

    public interface Making<T, R> {
        R of(T item) throws InterruptedException;
    }

    /**
     * What is made of each item, in their order.
     *
     * @throws InterruptedException if this thread is interrupted
     */
    public static <T, R> List<R> map(List<T> items, Making<T, R> making) throws InterruptedException {
        return map(items, STREAMS, making);
    }

    /** The same for work that waits for its turn elsewhere: all of it at once. */
    public static <T, R> List<R> mapAll(List<T> items, Making<T, R> making) throws InterruptedException {
        return map(items, items.size(), making);
    }

    private static <T, R> List<R> map(List<T> items, int atOnce, Making<T, R> making) throws InterruptedException {
        var numbers = IntStream.range(0, items.size()).boxed().toList();
        var made = new AtomicReferenceArray<R>(items.size());
        each(numbers, atOnce, number -> made.set(number, making.of(items.get(number))));
        return numbers.stream().map(made::get).map(Objects::requireNonNull).toList();
    }

    /**
     * Returns when the work on every item has ended, however it did.
     *
     * @throws InterruptedException if this thread is interrupted
     */
    public static <T> void each(Collection<T> items, Work<T> work) throws InterruptedException {
        each(items, STREAMS, work);
    }

    private static <T> void each(Collection<T> items, int atOnce, Work<T> work) throws InterruptedException {
        var streams = new Semaphore(atOnce);
        var running = new ArrayList<Future<T>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var finished = new ExecutorCompletionService<T>(threads);
            try {
                for (var item : items) {
                    running.add(finished.submit(() -> {
                        streams.acquire();
                        try {
                            work.on(item);
                        } finally {
                            streams.release();
                        }
                        return item;
                    }));
                }
                for (int i = 0; i < running.size(); i++) {
                    finished.take().get();
                }
            } catch (ExecutionException e) {
                throw rethrown(e);
            } finally {
                running.forEach(one -> one.cancel(true));
            }
        }
    }

    private static RuntimeException rethrown(ExecutionException failure) throws InterruptedException {
        return switch (failure.getCause()) {
            case RuntimeException known -> known;
            case Error error -> throw error;
            case InterruptedException interrupted -> throw new InterruptedException();
            case null, default -> new IllegalStateException(failure);
        };
    }
}
