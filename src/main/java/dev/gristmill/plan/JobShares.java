package dev.gristmill.plan;

import dev.gristmill.kernel.JobServer;
import dev.gristmill.kernel.Jobs;
import dev.gristmill.store.Store;
import java.util.Optional;

/**
 * Shares the jobs of {@code --jobs} among the compiles of a run. Two run at once and have all jobs together, so that one
 * uses what the other leaves; a make that cannot share runs alone.
 */
final class JobShares implements AutoCloseable {
    /** More would not keep the processors busier, and each takes gigabytes. */
    private static final int AT_ONCE = 2;

    private final Station compiling = new Station(AT_ONCE);
    private final Optional<JobServer> server;
    private final int own;
    private int helping;

    /**
     * @param jobs how many programs all compiles together may run at once; 1 or more
     * @param server with so many jobs; closed with this
     */
    JobShares(int jobs, Optional<JobServer> server) {
        this.own = jobs;
        this.server = server;
    }

    /** @param compiles how many there will be */
    static JobShares open(int jobs, int compiles, Store store) throws InterruptedException {
        boolean shared = jobs > 1 && compiles > 1;
        return new JobShares(
                jobs, shared ? Optional.of(JobServer.open(store.temporary("jobs"), jobs)) : Optional.empty());
    }

    /** What one compile may use until it gives it back. */
    final class Share implements AutoCloseable {
        private final Jobs jobs;

        private Share(Jobs jobs) {
            this.jobs = jobs;
        }

        Jobs jobs() {
            return jobs;
        }

        @Override
        public void close() {
            jobs.shared().ifPresent(pipe -> pipe.give(1));
            compiling.leave(places(jobs.shared()));
        }
    }

    /** Compiles begin in the order of their tickets. */
    int ticket() {
        return compiling.ticket();
    }

    /** Whether there is anything to share, for those who can. */
    boolean areShared() {
        return server.isPresent();
    }

    /** From now on other machines have at least so many jobs, beside those of this one. */
    synchronized void help(int others) {
        int more = others - helping;
        if (more > 0) {
            helping = others;
            server.ifPresent(pipe -> pipe.give(more));
        }
    }

    /**
     * Waits until it is that ticket's turn, and a job is free.
     *
     * @param sharing whether that make takes jobs from a server
     */
    Share take(int ticket, boolean sharing) throws InterruptedException {
        var shared = sharing ? server : Optional.<JobServer>empty();
        compiling.enter(ticket, places(shared));
        try {
            if (shared.isPresent()) {
                shared.get().take();
            }
            return new Share(new Jobs(all(), shared));
        } catch (InterruptedException | RuntimeException e) {
            compiling.leave(places(shared));
            throw e;
        }
    }

    private synchronized int all() {
        return own + helping;
    }

    private static int places(Optional<JobServer> shared) {
        return shared.isPresent() ? 1 : AT_ONCE;
    }

    @Override
    public void close() {
        server.ifPresent(JobServer::close);
    }
}
