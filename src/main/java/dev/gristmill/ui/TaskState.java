package dev.gristmill.ui;

import dev.gristmill.progress.Progress.Unit;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A running task at one moment.
 *
 * @param expected units in all; 0 as long as nobody knows
 * @param elapsed since it began
 */
record TaskState(String subject, String step, Unit unit, long reached, long expected, String detail, Duration elapsed) {
    /** Before that, a rate says nothing about what is to come. */
    private static final Duration EARLIEST_FORECAST = Duration.ofSeconds(1);

    /** 0 to 99 while it runs: only the end is the end. */
    OptionalInt percent() {
        return expected > 0 ? OptionalInt.of((int) Math.min(99, reached * 100 / expected)) : OptionalInt.empty();
    }

    Optional<Duration> left() {
        if (expected <= 0 || reached <= 0 || reached >= expected || elapsed.compareTo(EARLIEST_FORECAST) < 0) {
            return Optional.empty();
        }
        double perUnit = (double) elapsed.toMillis() / reached;
        return Optional.of(Duration.ofMillis((long) (perUnit * (expected - reached))));
    }

    /** What stands behind the percentage: bytes and rate, or what is at hand. */
    String measure() {
        if (unit == Unit.STEPS || reached == 0) {
            return detail;
        }
        var amount = Amounts.bytes(reached) + (expected > 0 ? " of " + Amounts.bytes(expected) : "");
        long millis = elapsed.toMillis();
        return millis < 200 ? amount : amount + ", " + Amounts.bytes(reached * 1000 / millis) + "/s";
    }
}
