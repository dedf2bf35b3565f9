package dev.gristmill.ui;

import java.time.Duration;
import java.util.Locale;

/** Sizes and times as people read them. */
public final class Amounts {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

    private Amounts() {}

    /** Decimal units, as registries and disks count: {@code 7.1 MB}. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 999.95 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return unit == 0 ? bytes + " B" : tenths(Math.round(value * 10)) + " " + UNITS[unit];
    }

    // A formatter takes longer to load than a short command has.
    private static String tenths(long count) {
        return count / 10 + "." + count % 10;
    }

    /** {@code 0.4 s}, {@code 12 s}, {@code 3 min 07 s}, {@code 1 h 02 min}. */
    public static String duration(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(10)) < 0) {
            return tenths(Math.round(duration.toMillis() / 100.0)) + " s";
        }
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
    }
}
