package dev.gristmill.gzip;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Large things that are used again and again; for several threads. */
final class Spares<T> {
    private final Supplier<T> maker;
    private final Deque<T> spares = new ArrayDeque<>();

    Spares(Supplier<T> maker) {
        this.maker = maker;
    }

    synchronized T take() {
        return spares.isEmpty() ? maker.get() : spares.pop();
    }

    synchronized void giveBack(T spare) {
        spares.push(spare);
    }
}
