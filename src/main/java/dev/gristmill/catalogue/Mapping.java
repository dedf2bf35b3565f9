package dev.gristmill.catalogue;

import dev.gristmill.model.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A YAML mapping read key by key; what does not fit is noted as a mistake and reads as absent. */
final class Mapping {
    private final Node node;
    private final Mistakes mistakes;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();

    private Mapping(Node node, Mistakes mistakes) {
        this.node = node;
        this.mistakes = mistakes;
    }

    /** The node as a mapping with any keys; an empty one where it is something else. */
    static Mapping of(Node node, String what, Mistakes mistakes) {
        var mapping = new Mapping(node, mistakes);
        if (node instanceof MappingNode pairs) {
            pairs.getValue().forEach(pair -> mapping.add(pair.getKeyNode(), pair.getValueNode()));
        } else {
            mistakes.add(
                    node,
                    Problem.of(what + " is not a mapping")
                            .expected("key: value")
                            .found(kind(node)));
        }
        return mapping;
    }

    /** The same, with none but these keys. */
    static Mapping of(Node node, String what, Set<String> known, Mistakes mistakes) {
        var mapping = of(node, what, mistakes);
        mapping.keys.forEach((name, key) -> {
            if (!known.contains(name)) {
                mistakes.unknown(key, "key", name, known);
            }
        });
        return mapping;
    }

    Node node() {
        return node;
    }

    /** Each key with its value, in the order of the file. */
    Map<String, Node> entries() {
        return values;
    }

    Node key(String name) {
        return keys.getOrDefault(name, node);
    }

    Optional<Node> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    Optional<String> text(String name) {
        return get(name).flatMap(this::scalar);
    }

    /** A value of a closed set: read by {@code parser}, noted as a mistake where that gives nothing. */
    <T> Optional<T> parsed(String name, String expected, Function<String, Optional<T>> parser) {
        return get(name).flatMap(at -> parsed(at, name, expected, parser));
    }

    Optional<Boolean> flag(String name) {
        return parsed(name, "true or false", text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    /** The items of a list that must not be empty; absent where there is no such key. */
    Optional<List<Node>> items(String name) {
        return get(name).flatMap(value -> {
            if (value instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
                return Optional.of(sequence.getValue());
            }
            mistakes.add(
                    value, Problem.of("'" + name + "' is not a list with items").found(kind(value)));
            return Optional.empty();
        });
    }

    /** A list of values of a closed set. */
    <T> Optional<List<T>> list(String name, String expected, Function<String, Optional<T>> parser) {
        return items(name)
                .map(items -> items.stream()
                        .flatMap(item -> parsed(item, name, expected, parser).stream())
                        .distinct()
                        .toList());
    }

    Optional<String> scalar(Node value) {
        if (value instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return Optional.of(scalar.getValue());
        }
        mistakes.add(value, Problem.of("a single value is missing here").found(kind(value)));
        return Optional.empty();
    }

    private <T> Optional<T> parsed(Node at, String name, String expected, Function<String, Optional<T>> parser) {
        return scalar(at).flatMap(text -> {
            var value = parser.apply(text);
            if (value.isEmpty()) {
                mistakes.add(
                        at,
                        Problem.of("'" + name + "' has a value that does not fit")
                                .expected(expected)
                                .found(text));
            }
            return value;
        });
    }

    private void add(Node key, Node value) {
        var name = key instanceof ScalarNode scalar ? scalar.getValue() : kind(key);
        var first = keys.putIfAbsent(name, key);
        if (first == null) {
            values.put(name, value);
        } else {
            mistakes.add(
                    key,
                    Problem.of("the key '" + name + "' stands here a second time")
                            .with("first", mistakes.place(first))
                            .remedy("keep one of the two"));
        }
    }

    private static String kind(Node node) {
        return switch (node) {
            case MappingNode m -> "a mapping";
            case SequenceNode s -> s.getValue().isEmpty() ? "an empty list" : "a list";
            case ScalarNode s when s.getValue().isBlank() -> "nothing";
            case ScalarNode s -> "'" + s.getValue() + "'";
            default -> node.getNodeType().name();
        };
    }
}
