package dev.gristmill.kconfig;

/**
 * A condition that a Kconfig file puts on an entry.
 *
 * @param keyword how it is put: {@code depends on}, {@code if}, {@code visible if}
 */
public record Clause(String keyword, Expression expression, Location location) {
    @Override
    public String toString() {
        return keyword + " " + expression;
    }
}
