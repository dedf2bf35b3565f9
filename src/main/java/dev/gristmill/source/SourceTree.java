package dev.gristmill.source;

import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * An unpacked source tree, pristine or with patches applied.
 *
 * @param root the folder with the top Makefile; read only
 * @param release what {@code make kernelversion} says
 * @param identity the SHA-256 of the archive it came from, or of the tree's content where there was none
 * @param date the date of the release, whole seconds: the modification time of the top Makefile in the archive
 * @param origin where it came from, for people and for image metadata; no secrets, no host of a mirror
 * @param patches the digest of each patch, in the order they were applied
 */
public record SourceTree(
        Path root, Release release, Digest identity, Instant date, String origin, List<Digest> patches) {

    public SourceTree {
        patches = List.copyOf(patches);
    }

    /** A pristine one. */
    public SourceTree(Path root, Release release, Digest identity, Instant date, String origin) {
        this(root, release, identity, date, origin, List.of());
    }

    /** What it is, wherever it lies. */
    public SourceIdentity what() {
        return new SourceIdentity(release, identity, patches);
    }

    /** The same for all trees that hold the same: the identity and the patches together. */
    public Digest content() {
        return what().content();
    }
}
