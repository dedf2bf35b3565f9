package dev.gristmill.model;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A kernel release as {@code make kernelversion} prints it: {@code 5.10.262}, {@code 7.3.0-rc7}.
 *
 * @param sublevel the stable number; 0 for the first release of a series
 * @param candidate the number of a release candidate, which sorts before the release
 */
public record Release(Series series, int sublevel, OptionalInt candidate) implements Comparable<Release> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,3}\\.\\d{1,4})(?:\\.(\\d{1,5}))?(?:[-~]rc(\\d{1,2}))?");

    /** Reads {@code 6.18.15}, {@code 6.18} (its first release) or {@code 7.3-rc7}; anything else gives nothing. */
    public static Optional<Release> parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        int sublevel = match.group(2) == null ? 0 : Integer.parseInt(match.group(2));
        var candidate = match.group(3) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(match.group(3)));
        return Series.parse(match.group(1)).map(series -> new Release(series, sublevel, candidate));
    }

    @Override
    public int compareTo(Release other) {
        int bySeries = series.compareTo(other.series);
        int byNumber = bySeries != 0 ? bySeries : Integer.compare(sublevel, other.sublevel);
        return byNumber != 0 ? byNumber : Integer.compare(rank(), other.rank());
    }

    private int rank() {
        return candidate.orElse(Integer.MAX_VALUE);
    }

    @Override
    public String toString() {
        var suffix = candidate.isPresent() ? "-rc" + candidate.getAsInt() : "";
        return series + "." + sublevel + suffix;
    }
}
