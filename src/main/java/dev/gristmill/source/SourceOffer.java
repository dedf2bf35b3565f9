package dev.gristmill.source;

import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import java.util.List;

/**
 * A release that a source has, proven up to its hash and not yet fetched.
 *
 * @param identity the SHA-256 of the tarball, of the tree's content, or of what names a git tag
 * @param size of the tarball in bytes; 0 for what is no tarball
 * @param origin for people and for image metadata; no secrets, no host of a mirror
 * @param skipped newer releases that were passed over, newest first
 * @param signers who vouches for the hash: fingerprints of an archive's keys, or a name; nobody where that shows only when
 *     it is fetched, or it is somebody's own
 */
public record SourceOffer(
        Release release,
        Digest identity,
        long size,
        Place place,
        String origin,
        List<SkippedRelease> skipped,
        List<String> signers) {
    public SourceOffer {
        skipped = List.copyOf(skipped);
        signers = List.copyOf(signers);
    }

    /** That nobody vouches for, yet. */
    public SourceOffer(
            Release release, Digest identity, long size, Place place, String origin, List<SkippedRelease> skipped) {
        this(release, identity, size, place, origin, skipped, List.of());
    }
}
