package dev.gristmill.kconfig;

import java.util.List;

/**
 * What one line of a fragment, contract or {@code .config} says about an option.
 *
 * @param values the values it may have; one, except in contracts
 * @param reason the comment behind it; empty where there is none
 * @param document what the last {@code #:} line above names; empty outside of contracts
 */
public record OptionLine(
        Option option, List<Value> values, Condition condition, String reason, String document, Location location) {
    public OptionLine {
        values = List.copyOf(values);
    }
}
