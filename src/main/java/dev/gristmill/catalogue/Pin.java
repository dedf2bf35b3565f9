package dev.gristmill.catalogue;

import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import java.time.Instant;
import java.util.List;

/**
 * What a series stands for until somebody moves it.
 *
 * @param source which kind of source had it, such as {@code apt}
 * @param path of the tarball below the source's root; no host, since every machine has its own mirror
 * @param size of the tarball in bytes
 * @param digest its SHA-256
 * @param signers who vouched for the hash: the fingerprints of an archive's keys; nobody where that shows only when it is
 *     fetched
 * @param resolved when it was found to be the newest, whole seconds
 */
public record Pin(
        Release release, String source, String path, long size, Digest digest, List<String> signers, Instant resolved) {
    public Pin {
        signers = List.copyOf(signers);
    }

    /** Whether it is the same tarball, whenever and wherever it was found. */
    public boolean isSameAs(Pin other) {
        return release.equals(other.release) && digest.equals(other.digest);
    }
}
