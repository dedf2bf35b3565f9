package dev.gristmill.plan;

import dev.gristmill.kernel.JobServer;
import dev.gristmill.kernel.Jobs;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shares the jobs of {@code --jobs} among the compiles of a run. Two run at once and have all jobs together, so that one
 * uses what the other leaves; a make that cannot share runs alone.
 */
final class JobShares implements AutoCloseable {
    /** More would not keep the processors busier, and each takes gigabytes. */
    private static final int AT_ONCE = 2;

    private final Station compiling = new Station(AT_ONCE);
    private final Optional<Path> folder;
    private final int own;
    private int helping;
    private @Nullable JobServer server;

    /**
     * @param jobs how many programs all compiles together may run at once; 1 or more
     * @param folder a new one for what they share; nothing if there is nothing to share
     */
    JobShares(int jobs, Optional<Path> folder) {
        this.own = jobs;
        this.folder = folder;
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
            compiling.leave(places(jobs.shared().isPresent()));
        }
    }

    /** Compiles begin in the order of their tickets. */
    int ticket() {
        return compiling.ticket();
    }

    /** Whether there is anything to share, for those who can. */
    boolean areShared() {
        return folder.isPresent();
    }

    /**
     * Waits until it is that ticket's turn, and a job is free.
     *
     * @param sharing whether that make takes jobs from a server
     * @param others how many jobs other machines have for it; once they are among those that are shared, they stay there
     */
    Share take(int ticket, boolean sharing, int others) throws InterruptedException {
        boolean shared = sharing && areShared();
        compiling.enter(ticket, places(shared));
        try {
            if (!shared) {
                return new Share(Jobs.own(own + others));
            }
            var pipe = server();
            int most = help(pipe, others);
            pipe.take();
            return new Share(new Jobs(most, Optional.of(pipe)));
        } catch (InterruptedException | RuntimeException e) {
            compiling.leave(places(shared));
            throw e;
        }
    }

    private static int places(boolean shared) {
        return shared ? 1 : AT_ONCE;
    }

    private synchronized JobServer server() throws InterruptedException {
        var known = server;
        if (known == null) {
            known = JobServer.open(folder.orElseThrow(), own);
            server = known;
        }
        return known;
    }

    private synchronized int help(JobServer pipe, int others) {
        if (others > helping) {
            pipe.give(others - helping);
            helping = others;
        }
        return own + helping;
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.close();
        }
    }
}
