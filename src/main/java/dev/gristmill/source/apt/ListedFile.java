package dev.gristmill.source.apt;

import dev.gristmill.model.Digest;

/**
 * A file of a source package, as an index lists it.
 *
 * @param path below the archive's base address
 * @param size in bytes
 */
public record ListedFile(String path, long size, Digest digest) {
    /** Its last part: {@code linux_5.10.262.orig.tar.xz}. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
