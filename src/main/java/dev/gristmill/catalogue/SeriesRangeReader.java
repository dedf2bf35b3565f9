package dev.gristmill.catalogue;

import dev.gristmill.model.Problem;
import dev.gristmill.model.Series;

/** Binds the keys {@code from} and {@code below}, which may both be missing. */
final class SeriesRangeReader {
    private final Mistakes mistakes;

    SeriesRangeReader(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /** @param what is for these series, with its verb: "this waiver is" */
    SeriesRange read(Mapping keys, String what) {
        var from = keys.parsed("from", "a series such as \"6.1\"", Series::parse);
        var below = keys.parsed("below", "a series such as \"6.12\"", Series::parse);
        var range = new SeriesRange(from, below);
        if (range.isEmpty()) {
            mistakes.add(
                    keys.key("below"),
                    Problem.of(what + " for no series at all")
                            .expected("'below' to be newer than 'from'")
                            .found(range));
        }
        return range;
    }
}
