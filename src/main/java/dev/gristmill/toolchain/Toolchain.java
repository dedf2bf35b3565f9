package dev.gristmill.toolchain;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A compiler and its binutils for one target.
 *
 * @param target what it compiles for
 * @param prefix what stands before {@code gcc}, {@code ld}, ...: {@code aarch64-linux-gnu-}; given to make as
 *     {@code CROSS_COMPILE}, and the same on every host
 * @param description for people: {@code gcc 12.2.0, binutils 2.40}
 * @param identity over the content of every program that leaves a trace in a kernel; of a builder, its layer's digest
 * @param root the root file system of the builder that it is in; nothing where it is this machine's own
 */
public record Toolchain(Architecture target, String prefix, String description, Digest identity, Optional<Path> root) {

    /** One of this machine. */
    public Toolchain(Architecture target, String prefix, String description, Digest identity) {
        this(target, prefix, description, identity, Optional.empty());
    }

    /** The same under another description. */
    public Toolchain described(String other) {
        return new Toolchain(target, prefix, other, identity, root);
    }
}
