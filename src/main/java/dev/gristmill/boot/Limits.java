package dev.gristmill.boot;

import java.time.Duration;

/**
 * When a machine is given up.
 *
 * @param silence without a word over any way
 * @param whole from start to end
 */
public record Limits(Duration silence, Duration whole) {
    /** Generous: software emulation on a loaded machine is slow, and a hang is rare. */
    public static final Limits USUAL = new Limits(Duration.ofSeconds(60), Duration.ofMinutes(5));

    /** A processor that works takes a second; one that does not says nothing. */
    Limits forKvm() {
        return new Limits(Duration.ofSeconds(10), whole);
    }
}
