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
        APPEARED,
        VANISHED,
        CHANGED
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
}
