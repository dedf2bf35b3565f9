package dev.gristmill.kconfig;

import java.util.Optional;

/** A line of one option's entry that turns on another, whatever the other's dependencies and prompt say. */
public final class Selection {
    private final Option selector;
    private final Option selected;
    private final Property property;

    Selection(Option selector, Option selected, Property property) {
        this.selector = selector;
        this.selected = selected;
        this.property = property;
    }

    /** The option that selects. */
    public Option selector() {
        return selector;
    }

    public Option selected() {
        return selected;
    }

    public Location location() {
        return property.location();
    }

    /** Whether it only proposes: an {@code imply} gives way to dependencies and to what people ask for. */
    public boolean weak() {
        return property.keyword() == Property.Keyword.IMPLY;
    }

    /** When it selects, besides its own option being on. */
    public Optional<Expression> condition() {
        var parser = property.parser();
        parser.operand();
        return parser.condition();
    }
}
