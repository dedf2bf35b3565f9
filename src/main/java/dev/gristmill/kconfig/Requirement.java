package dev.gristmill.kconfig;

/**
 * One option that a fragment asks for.
 *
 * @param reason why, as the fragment says; empty where the name says it
 */
public record Requirement(Option option, Value value, Condition condition, String reason, Location location) {

    static Requirement of(OptionLine line) {
        return new Requirement(
                line.option(), line.values().getFirst(), line.condition(), line.reason(), line.location());
    }

    /** {@code CONFIG_NAME=value}. */
    @Override
    public String toString() {
        return option + "=" + value;
    }
}
