package dev.gristmill.kconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One {@code config} entry of a Kconfig file. An option may have several, each with conditions of its own. */
public final class Definition {
    /** What values an option can have. */
    public enum Type {
        BOOL,
        TRISTATE,
        STRING,
        INT,
        HEX
    }

    /** A value, and when it is taken. */
    public record Default(Expression value, Optional<Expression> condition) {
        @Override
        public String toString() {
            return value + condition.map(c -> " if " + c).orElse("");
        }
    }

    /** The least and the largest number, and when they are the bounds. */
    public record Bounds(Expression least, Expression most, Optional<Expression> condition) {
        @Override
        public String toString() {
            return least + " to " + most + condition.map(c -> " if " + c).orElse("");
        }
    }

    private final Option option;
    private final Location location;
    private final @Nullable Scope scope;
    private final List<Property> properties;

    Definition(Option option, Location location, @Nullable Scope scope, List<Property> properties) {
        this.option = option;
        this.location = location;
        this.scope = scope;
        this.properties = properties;
    }

    public Option option() {
        return option;
    }

    /** The file relative to the tree, and the line of the entry. */
    public Location location() {
        return location;
    }

    /** Nothing where another definition says it. */
    public Optional<Type> type() {
        return properties.stream().flatMap(p -> type(p.keyword()).stream()).findFirst();
    }

    private static Optional<Type> type(Property.Keyword keyword) {
        return switch (keyword) {
            case BOOL, DEF_BOOL -> Optional.of(Type.BOOL);
            case TRISTATE, DEF_TRISTATE -> Optional.of(Type.TRISTATE);
            case STRING -> Optional.of(Type.STRING);
            case INT -> Optional.of(Type.INT);
            case HEX -> Optional.of(Type.HEX);
            case PROMPT, DEFAULT, DEPENDS, VISIBLE, SELECT, IMPLY, RANGE, HELP -> Optional.empty();
        };
    }

    /** The question people see; an option without one cannot be set by them. */
    public Optional<String> prompt() {
        return promptProperty().flatMap(p -> p.parser().quoted());
    }

    /** What must hold for the option to have any value but n. */
    public List<Clause> dependencies() {
        var clauses = new ArrayList<Clause>();
        for (var property : properties) {
            if (property.keyword() == Property.Keyword.DEPENDS) {
                clauses.add(new Clause("depends on", property.parser().expression(), property.location()));
            }
        }
        scopes().forEach(enclosing -> clauses.addAll(enclosing.dependencies()));
        return clauses;
    }

    /** What must hold, besides the dependencies, for the prompt to be shown. */
    public List<Clause> visibility() {
        var clauses = new ArrayList<Clause>();
        promptProperty().ifPresent(property -> {
            var parser = property.parser();
            parser.quoted();
            parser.condition().ifPresent(c -> clauses.add(new Clause("if", c, property.location())));
        });
        scopes().forEach(enclosing -> clauses.addAll(enclosing.visibility()));
        return clauses;
    }

    /** In the order they are tried. */
    public List<Default> defaults() {
        return properties.stream()
                .filter(p -> switch (p.keyword()) {
                    case DEFAULT, DEF_BOOL, DEF_TRISTATE -> true;
                    default -> false;
                })
                .map(p -> {
                    var parser = p.parser();
                    return new Default(parser.expression(), parser.condition());
                })
                .toList();
    }

    /** In the order they are tried. */
    public List<Bounds> ranges() {
        return properties.stream()
                .filter(p -> p.keyword() == Property.Keyword.RANGE)
                .map(p -> {
                    var parser = p.parser();
                    return new Bounds(parser.operand(), parser.operand(), parser.condition());
                })
                .toList();
    }

    /** The choice it is one of, if it is. */
    public Optional<Scope> choice() {
        return scopes().stream().filter(s -> s.kind() == Scope.Kind.CHOICE).findFirst();
    }

    /** The titles of the menus around it, outermost first. */
    public List<String> menus() {
        return scopes().reversed().stream()
                .filter(s -> s.kind() == Scope.Kind.MENU)
                .map(Scope::title)
                .toList();
    }

    /** The line of the word {@code help}; nothing where there is none. */
    Optional<Location> help() {
        return properties.stream()
                .filter(p -> p.keyword() == Property.Keyword.HELP)
                .map(Property::location)
                .findFirst();
    }

    private List<Scope> scopes() {
        var scopes = new ArrayList<Scope>();
        for (var s = Optional.ofNullable(scope); s.isPresent(); s = s.get().parent()) {
            scopes.add(s.get());
        }
        return scopes;
    }

    private Optional<Property> promptProperty() {
        return properties.stream().filter(Definition::carriesPrompt).findFirst();
    }

    private static boolean carriesPrompt(Property property) {
        return switch (property.keyword()) {
            case BOOL, TRISTATE, STRING, INT, HEX -> property.parser().quoted().isPresent();
            case PROMPT -> true;
            case DEF_BOOL, DEF_TRISTATE, DEFAULT, DEPENDS, VISIBLE, SELECT, IMPLY, RANGE, HELP -> false;
        };
    }
}
