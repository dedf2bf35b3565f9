package dev.gristmill.kconfig;

/**
 * A line of a configuration file.
 *
 * @param file as people know it: the path they gave, or {@code built-in/NAME.config}
 * @param line counted from 1
 */
public record Location(String file, int line) {
    /** {@code file:line:column}, the column counted from 1. */
    String at(int column) {
        return this + ":" + column;
    }

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
