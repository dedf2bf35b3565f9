package dev.gristmill.source.apt;

import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import java.util.Optional;

/**
 * An unpatched kernel tarball that an index lists.
 *
 * @param packaging what Debian adds to it, with the changelog of the package
 */
public record ListedTarball(Release release, ListedFile file, Optional<ListedFile> packaging) {
    public String path() {
        return file.path();
    }

    /** In bytes. */
    public long size() {
        return file.size();
    }

    public Digest digest() {
        return file.digest();
    }

    /** Its last part: {@code linux_5.10.262.orig.tar.xz}. */
    public String fileName() {
        return file.name();
    }
}
