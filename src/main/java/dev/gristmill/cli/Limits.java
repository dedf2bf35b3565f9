package dev.gristmill.cli;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import java.time.Duration;

/** Sizes and ages as people write them on the command line. */
final class Limits {
    private Limits() {}

    /** {@code 500MB}, {@code 20GB}, {@code 1TB}: a whole number of decimal units. */
    static long bytes(String text) {
        try {
            int unit = Math.max(0, text.length() - 2);
            long number = Long.parseLong(text.substring(0, unit));
            long size = switch (text.substring(unit)) {
                case "MB" -> 1_000_000L;
                case "GB" -> 1_000_000_000L;
                case "TB" -> 1_000_000_000_000L;
                default -> -1;
            };
            if (number >= 0 && size > 0) {
                return Math.multiplyExact(number, size);
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // refused below
        }
        throw refused("--keep", text, "a whole number and MB, GB or TB, as in 20GB");
    }

    /** {@code 12h}, {@code 30d}: a whole number of hours or days. */
    static Duration age(String text) {
        try {
            int number = Integer.parseInt(text.substring(0, Math.max(0, text.length() - 1)));
            if (number >= 0 && text.endsWith("d")) {
                return Duration.ofDays(number);
            }
            if (number >= 0 && text.endsWith("h")) {
                return Duration.ofHours(number);
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw refused("--older-than", text, "a whole number and h or d, as in 30d");
    }

    private static InvalidInputException refused(String option, String text, String expected) {
        return new InvalidInputException(Problem.of("this limit cannot be understood")
                .where(option + " " + text)
                .expected(expected));
    }
}
