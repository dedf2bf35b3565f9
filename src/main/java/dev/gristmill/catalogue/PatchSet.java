package dev.gristmill.catalogue;

import dev.gristmill.model.Release;
import java.nio.file.Path;
import java.util.List;

/**
 * Patches for a range of series.
 *
 * @param files in the order they are applied
 */
public record PatchSet(List<Path> files, SeriesRange series) {
    public PatchSet {
        files = List.copyOf(files);
    }

    public boolean isFor(Release release) {
        return series.includes(release);
    }
}
