package dev.gristmill.kconfig;

import java.util.Optional;

/** A symbol of the kernel's configuration, without the {@code CONFIG_} that stands before it in files. */
public record Option(String name) implements Comparable<Option> {
    /** What stands before every name in configuration files. */
    public static final String PREFIX = "CONFIG_";

    private static final int LONGEST = 128;

    public Option {
        if (!valid(name)) {
            throw new IllegalArgumentException("Expected letters, digits and _ but found '" + name + "'");
        }
    }

    /** Reads {@code CONFIG_NAME} or {@code NAME}; anything else gives nothing. */
    public static Optional<Option> parse(String text) {
        var name = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        return valid(name) ? Optional.of(new Option(name)) : Optional.empty();
    }

    static boolean isNamePart(int c) {
        return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c >= 'a' && c <= 'z';
    }

    private static boolean valid(String name) {
        return !name.isEmpty() && name.length() <= LONGEST && name.chars().allMatch(Option::isNamePart);
    }

    @Override
    public int compareTo(Option other) {
        return name.compareTo(other.name);
    }

    /** As in configuration files: {@code CONFIG_NAME}. */
    @Override
    public String toString() {
        return PREFIX + name;
    }
}
