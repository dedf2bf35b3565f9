package dev.gristmill.kernel;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Where what steps came to may be had instead of being made, and brought for others: folders of files, each under the key
 * of all that decides them. Whatever goes wrong there is told and costs no more than making it.
 */
public interface BuildCache {
    /** There is none. */
    BuildCache NONE = new BuildCache() {
        @Override
        public <T> Optional<T> fetch(Item item, Path folder, Taking<T> taking) {
            return Optional.empty();
        }

        @Override
        public void offer(Item item, Instant date, Path folder) {}
    };

    /** What is shared. */
    enum Kind {
        /** An entry of {@link BuiltKernels}. */
        KERNEL,
        /** A resolved configuration, and what it was resolved with. */
        CONFIGURATION
    }

    /**
     * One folder of files.
     *
     * @param key that no other item has, of either kind
     * @param subject what it is, for people
     */
    record Item(Kind kind, Digest key, String subject, Architecture architecture) {}

    /**
     * Fetches an item.
     *
     * @param folder where its files go; nothing is there yet
     * @param taking what becomes of them
     * @return nothing if it is not there, or nobody takes it
     */
    <T> Optional<T> fetch(Item item, Path folder, Taking<T> taking) throws InterruptedException;

    /** Makes files that were fetched an entry of the store. */
    interface Taking<T> {
        /** @throws IOException if they are not what was asked for */
        T take(Path folder) throws IOException;
    }

    /**
     * Brings an item that is here, unless it was brought or fetched before.
     *
     * @param date that its files are given
     * @param folder its files in the store
     */
    void offer(Item item, Instant date, Path folder) throws InterruptedException;
}
