package dev.gristmill.catalogue;

import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Patches for a range of series.
 *
 * @param files in the order they are applied
 * @param from the first series they are for; every one if absent
 * @param below the first series they are no longer for
 */
public record PatchSet(List<Path> files, Optional<Series> from, Optional<Series> below) {
    public PatchSet {
        files = List.copyOf(files);
    }

    public boolean isFor(Release release) {
        var series = release.series();
        return from.map(first -> series.compareTo(first) >= 0).orElse(true)
                && below.map(end -> series.compareTo(end) < 0).orElse(true);
    }
}
