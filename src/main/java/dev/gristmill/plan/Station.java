package dev.gristmill.plan;

/** Where steps begin in the order of their tickets, and only so many run at once. */
final class Station {
    private int drawn;
    private int called;
    private int places;

    Station(int places) {
        this.places = places;
    }

    interface Step<T> {
        T run() throws InterruptedException;
    }

    /** Whoever draws one has to come. */
    synchronized int ticket() {
        return drawn++;
    }

    /** Waits until all who have an earlier ticket are in, or were, and so many places are free. */
    synchronized void enter(int ticket, int taken) throws InterruptedException {
        while (ticket != called || places < taken) {
            wait();
        }
        called++;
        places -= taken;
        notifyAll();
    }

    synchronized void leave(int taken) {
        places += taken;
        notifyAll();
    }

    <T> T pass(int ticket, Step<T> step) throws InterruptedException {
        enter(ticket, 1);
        try {
            return step.run();
        } finally {
            leave(1);
        }
    }
}
