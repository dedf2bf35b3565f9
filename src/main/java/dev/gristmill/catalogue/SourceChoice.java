package dev.gristmill.catalogue;

import dev.gristmill.model.Digest;
import java.nio.file.Path;
import java.util.Optional;

/** Where the catalogue wants a kernel's source from. As text it is what stands in the catalogue. */
public sealed interface SourceChoice {

    /** Wherever the release is to be had authentically. */
    record Auto() implements SourceChoice {
        @Override
        public String toString() {
            return "auto";
        }
    }

    /** The {@code linux} source packages of the Debian mirrors that this machine's APT is set up with. */
    record Apt() implements SourceChoice {
        @Override
        public String toString() {
            return "apt";
        }
    }

    /** The releases of kernel.org, by the signatures of those who made them. */
    record KernelOrg() implements SourceChoice {
        @Override
        public String toString() {
            return "kernel.org";
        }
    }

    /**
     * The signed tags of a git repository.
     *
     * @param repository an address or a folder, as git takes it
     * @param keys the file with the keys of those who may sign; those who release kernels, if there is none
     */
    record Git(String repository, Optional<Path> keys) implements SourceChoice {
        @Override
        public String toString() {
            return "{git: " + repository + keys.map(file -> ", keys: " + file).orElse("") + "}";
        }
    }

    /**
     * A tarball or an unpacked tree.
     *
     * @param expected the SHA-256 a tarball must have
     */
    record Local(Path path, Optional<Digest> expected) implements SourceChoice {
        @Override
        public String toString() {
            return "{path: " + path
                    + expected.map(digest -> ", sha256: " + digest.hex()).orElse("") + "}";
        }
    }
}
