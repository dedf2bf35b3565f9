package dev.gristmill.source.apt;

import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;

/**
 * An unpatched kernel tarball that an index lists.
 *
 * @param path below the archive's base address
 * @param size in bytes
 */
public record ListedTarball(Release release, String path, long size, Digest digest) {
    /** Its last part: {@code linux_5.10.262.orig.tar.xz}. */
    public String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
