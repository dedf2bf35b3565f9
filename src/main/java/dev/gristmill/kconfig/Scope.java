package dev.gristmill.kconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A menu, choice or {@code if} around entries. Complete once its tree has been read. */
public final class Scope {
    /** What encloses. */
    public enum Kind {
        IF,
        MENU,
        CHOICE
    }

    private final @Nullable Scope parent;
    private final Kind kind;
    private final Location location;
    private final List<Property> properties = new ArrayList<>(2);
    private final List<Option> members = new ArrayList<>(0);

    Scope(@Nullable Scope parent, Kind kind, Location location) {
        this.parent = parent;
        this.kind = kind;
        this.location = location;
    }

    /** What encloses this in turn. */
    Optional<Scope> parent() {
        return Optional.ofNullable(parent);
    }

    public Kind kind() {
        return kind;
    }

    public Location location() {
        return location;
    }

    /** The title people see; empty for an {@code if}. */
    public String title() {
        return properties.stream()
                .filter(p -> p.keyword() == Property.Keyword.PROMPT)
                .findFirst()
                .flatMap(p -> p.parser().quoted())
                .orElse("");
    }

    /** The options a choice chooses from, in order; empty for the other kinds. */
    public List<Option> members() {
        return List.copyOf(members);
    }

    void add(Property property) {
        properties.add(property);
    }

    void addMember(Option option) {
        if (kind == Kind.CHOICE && !members.contains(option)) {
            members.add(option);
        }
    }

    /** What must hold for anything inside to exist. */
    List<Clause> dependencies() {
        var keyword = kind == Kind.IF ? "if" : "depends on";
        return clauses(Property.Keyword.DEPENDS, keyword);
    }

    /** What must hold for the prompts inside to be shown. */
    List<Clause> visibility() {
        var clauses = new ArrayList<>(clauses(Property.Keyword.VISIBLE, "visible if"));
        if (kind == Kind.CHOICE) {
            for (var property : properties) {
                if (property.keyword() == Property.Keyword.PROMPT) {
                    var parser = property.parser();
                    parser.quoted();
                    parser.condition().ifPresent(c -> clauses.add(new Clause("choice if", c, property.location())));
                }
            }
        }
        return clauses;
    }

    private List<Clause> clauses(Property.Keyword wanted, String keyword) {
        return properties.stream()
                .filter(p -> p.keyword() == wanted)
                .map(p -> new Clause(keyword, p.parser().expression(), p.location()))
                .toList();
    }
}
