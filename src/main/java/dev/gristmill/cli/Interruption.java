package dev.gristmill.cli;

import dev.gristmill.process.Children;
import java.util.concurrent.TimeUnit;

/**
 * What happens on Ctrl-C and SIGTERM: the children end, the work in hand is given a moment to clean up, and the exit
 * status is 130. What was finished stays in the store.
 */
final class Interruption extends Thread {
    private static final int STATUS = 130;
    private static final long PATIENCE_SECONDS = 5;

    private final Thread worker;
    private volatile boolean finished;
    private volatile boolean stopping;

    private Interruption(Thread worker) {
        super("interruption");
        this.worker = worker;
    }

    /** Guards the calling thread's work from now on. */
    static Interruption guard() {
        var guard = new Interruption(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(guard);
        return guard;
    }

    /** The work is over; an exit from now on is an ordinary one. */
    void finished() {
        finished = true;
    }

    /** Whether the work is being stopped, so that its failing is no news. */
    boolean stopping() {
        return stopping;
    }

    @Override
    public void run() {
        if (finished) {
            return;
        }
        stopping = true;
        worker.interrupt();
        Children.stopAll();
        try {
            worker.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            // There is no later moment to leave for.
        }
        System.err.println("interrupted; what was finished is kept, the same command goes on from there");
        Runtime.getRuntime().halt(STATUS);
    }
}
