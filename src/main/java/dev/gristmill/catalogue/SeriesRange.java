package dev.gristmill.catalogue;

import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import java.util.Optional;

/**
 * Series in a row.
 *
 * @param from the first of them; without it, all before {@code below}
 * @param below the first that is none of them any more
 */
public record SeriesRange(Optional<Series> from, Optional<Series> below) {

    public boolean includes(Release release) {
        var series = release.series();
        return from.map(first -> series.compareTo(first) >= 0).orElse(true)
                && below.map(end -> series.compareTo(end) < 0).orElse(true);
    }

    boolean isEmpty() {
        return from.isPresent() && below.isPresent() && from.get().compareTo(below.get()) >= 0;
    }

    @Override
    public String toString() {
        return from.map(first -> "from " + first).orElse("")
                + (from.isPresent() && below.isPresent() ? " " : "")
                + below.map(end -> "below " + end).orElse("");
    }
}
