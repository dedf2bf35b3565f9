package dev.gristmill.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where built kernels may be had instead of being compiled, and brought for others. Whatever goes wrong there is told and
 * costs a compile at most.
 */
public interface KernelCache {
    /** There is none. */
    KernelCache NONE = new KernelCache() {
        @Override
        public Optional<BuiltKernel> fetch(KernelRequest request, Path entry, Taking taking) {
            return Optional.empty();
        }

        @Override
        public void offer(KernelRequest request, Path entry) {}
    };

    /**
     * Fetches a kernel.
     *
     * @param entry where its files go, as the store has them; nothing is there yet
     * @param taking what becomes of them
     * @return nothing if it is not there, or nobody takes it
     */
    Optional<BuiltKernel> fetch(KernelRequest request, Path entry, Taking taking) throws InterruptedException;

    /** Makes files that were fetched a kernel of the store. */
    interface Taking {
        /** @throws IOException if they are not the kernel that was asked for */
        BuiltKernel take(Path entry) throws IOException;
    }

    /**
     * Brings a kernel that is here, unless it was brought or fetched before.
     *
     * @param entry its files in the store
     */
    void offer(KernelRequest request, Path entry) throws InterruptedException;
}
