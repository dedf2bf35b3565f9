package dev.gristmill.plan;

/**
 * Shares the jobs of {@code --jobs} among compiles of kernels that are about equally large. Make before 4.4 has no
 * jobserver that two of its runs could share, so what a compile gets when it begins is what it keeps: halves while
 * another one is to come, everything that is free otherwise.
 */
final class JobShares {
    /** More would not keep the processors busier, and each takes gigabytes. */
    private static final int AT_ONCE = 2;

    private int free;
    private int running;
    private int toCome;

    /**
     * @param jobs how many programs all compiles together may run at once; 1 or more
     * @param compiles how many there will be
     */
    JobShares(int jobs, int compiles) {
        this.free = jobs;
        this.toCome = compiles;
    }

    /** What one compile may use until it gives it back. */
    final class Share implements AutoCloseable {
        private final int jobs;

        private Share(int jobs) {
            this.jobs = jobs;
        }

        int jobs() {
            return jobs;
        }

        @Override
        public void close() {
            giveBack(jobs);
        }
    }

    /** Waits until a job is free and less than two compiles are running. */
    synchronized Share take() throws InterruptedException {
        while (free == 0 || running == AT_ONCE) {
            wait();
        }
        toCome--;
        boolean shares = running == 0 && toCome > 0;
        int jobs = shares ? free - free / 2 : free;
        free -= jobs;
        running++;
        return new Share(jobs);
    }

    private synchronized void giveBack(int jobs) {
        free += jobs;
        running--;
        notifyAll();
    }
}
