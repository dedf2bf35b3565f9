package dev.gristmill.kconfig;

import java.util.Optional;

/**
 * An option that two configurations do not agree on.
 *
 * @param before empty where the first does not mention it
 * @param after empty where the second does not mention it
 */
public record Difference(Option option, Optional<Value> before, Optional<Value> after) {
    /** What happened to it on the way from the first to the second. */
    public enum Kind {
        APPEARED("new"),
        VANISHED("vanished"),
        CHANGED("changed");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** For people. */
        public String word() {
            return word;
        }
    }

    public Kind kind() {
        if (before.isEmpty()) {
            return Kind.APPEARED;
        }
        return after.isEmpty() ? Kind.VANISHED : Kind.CHANGED;
    }

    /** Whether a kernel is the same with either: n and absent compile alike. */
    public boolean immaterial() {
        return before.orElse(Tristate.NO).equals(after.orElse(Tristate.NO));
    }

    /** {@code NAME=after} if it is new, {@code NAME=before} if it vanished, else {@code NAME before -> after}. */
    public String shown() {
        return switch (kind()) {
            case APPEARED -> option.name() + "=" + after.orElseThrow();
            case VANISHED -> option.name() + "=" + before.orElseThrow();
            case CHANGED -> option.name() + " " + before.orElseThrow() + " -> " + after.orElseThrow();
        };
    }
}
