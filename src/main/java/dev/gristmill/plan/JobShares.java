package dev.gristmill.plan;

import dev.gristmill.kernel.JobServer;
import dev.gristmill.kernel.Jobs;
import java.util.Optional;

/**
 * Shares the jobs of {@code --jobs} among compiles of kernels that are about equally large. Makes that can take jobs from
 * a server have all of them together. Older ones keep what they get when they begin: halves while another compile is to
 * come, everything that is free otherwise.
 */
final class JobShares implements AutoCloseable {
    /** More would not keep the processors busier, and each takes gigabytes. */
    private static final int AT_ONCE = 2;

    private final int all;
    private final Optional<JobServer> server;
    private int free;
    private int running;
    private int toCome;

    /**
     * @param jobs how many programs all compiles together may run at once; 1 or more
     * @param compiles how many there will be
     * @param server closed with this
     */
    JobShares(int jobs, int compiles, Optional<JobServer> server) {
        this.all = jobs;
        this.server = server;
        this.toCome = compiles;
        // Each make has a job of its own; the others are in the pipe.
        this.free = server.isPresent() ? Math.min(jobs, Math.min(AT_ONCE, compiles)) : jobs;
        server.ifPresent(pipe -> pipe.add(jobs - free));
    }

    /** What one compile may use until it gives it back. */
    final class Share implements AutoCloseable {
        private final int taken;

        private Share(int taken) {
            this.taken = taken;
        }

        Jobs jobs() {
            return server.isPresent() ? new Jobs(all, server) : Jobs.own(taken);
        }

        @Override
        public void close() {
            giveBack(taken);
        }
    }

    /** Waits until a job is free and less than two compiles are running. */
    synchronized Share take() throws InterruptedException {
        while (free == 0 || running == AT_ONCE) {
            wait();
        }
        toCome--;
        int taken = server.isPresent() ? 1 : split();
        free -= taken;
        running++;
        return new Share(taken);
    }

    private int split() {
        boolean shares = running == 0 && toCome > 0;
        return shares ? free - free / 2 : free;
    }

    private synchronized void giveBack(int taken) {
        running--;
        if (server.isPresent() && toCome == 0) {
            server.get().add(taken); // for the makes that still run
        } else {
            free += taken;
            notifyAll();
        }
    }

    @Override
    public void close() {
        server.ifPresent(JobServer::close);
    }
}
