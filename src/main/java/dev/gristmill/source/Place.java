package dev.gristmill.source;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where an offered source lies. */
public sealed interface Place {
    /**
     * A tarball on a server.
     *
     * @param signature where the signature of its uncompressed content is, by one of {@link ReleaseKeys}; without one, its
     *     hash alone proves it
     */
    record Remote(URI address, Optional<URI> signature) implements Place {
        public Remote(URI address) {
            this(address, Optional.empty());
        }
    }

    /** A tarball on this machine. */
    record Tarball(Path file) implements Place {}

    /**
     * A tag of a git repository.
     *
     * @param repository an address or a folder
     * @param name {@code v5.10.262}
     * @param object the hash of the tag object, not of the commit that it names
     * @param keys of those who may sign it, in one file; of those who release kernels, if there is none
     */
    record Tag(String repository, String name, String object, Optional<Path> keys) implements Place {
        @Override
        public String toString() {
            return repository + " " + name;
        }
    }

    /** An unpacked tree on this machine, used where it is and never written to. */
    record Tree(Path folder) implements Place {}
}
