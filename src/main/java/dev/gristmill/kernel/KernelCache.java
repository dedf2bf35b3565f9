package dev.gristmill.kernel;

import java.nio.file.Path;

/**
 * Where built kernels may be had instead of being compiled, and brought for others. Whatever goes wrong there is told and
 * costs a compile at most.
 */
public interface KernelCache {
    /** There is none. */
    KernelCache NONE = new KernelCache() {
        @Override
        public boolean fetch(KernelRequest request, Path entry) {
            return false;
        }

        @Override
        public void offer(KernelRequest request, Path entry) {}
    };

    /**
     * Fetches a kernel.
     *
     * @param entry where its files go, as the store has them; nothing is there yet
     * @return whether they are there, all of them
     */
    boolean fetch(KernelRequest request, Path entry) throws InterruptedException;

    /**
     * Brings a kernel that is here, unless it was brought or fetched before.
     *
     * @param entry its files in the store
     */
    void offer(KernelRequest request, Path entry) throws InterruptedException;
}
