package dev.gristmill.kconfig;

/**
 * A part of a condition that keeps an option below what was wanted.
 *
 * @param keyword how the condition is put: {@code depends on}, {@code if}, {@code visible if}
 * @param part of the condition; all parts must hold
 * @param certain false where only the compiler knows
 */
record Obstacle(String keyword, Expression part, Location location, boolean certain) {

    /** The condition, where it stands, and the values of its parts. */
    String shown(Evaluation evaluation) {
        var text = new StringBuilder(keyword + " " + part + " (" + location + ")");
        var separator = ": ";
        for (var option : part.options()) {
            text.append(separator).append(evaluation.shown(option));
            separator = ", ";
        }
        return certain ? text.toString() : text + "; only the tree's own tools can tell";
    }
}
