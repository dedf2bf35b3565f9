package dev.gristmill.catalogue;

import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the key {@code builder}. */
final class BuilderChoiceReader {
    private static final String USUAL_SUITE = "bookworm";
    private static final Set<String> KEYS = Set.of("local");
    private static final String EXPECTED = "host, local, {local: SUITE}, or IMAGE@sha256:<64 hex digits>";

    private final Set<String> insecure;
    private final Mistakes mistakes;

    BuilderChoiceReader(Set<String> insecure, Mistakes mistakes) {
        this.insecure = insecure;
        this.mistakes = mistakes;
    }

    /** The host, where it is a mistake. */
    BuilderChoice read(Node node) {
        if (node instanceof ScalarNode scalar) {
            return switch (scalar.getValue()) {
                case "host" -> new BuilderChoice.Host();
                case "local" -> new BuilderChoice.Local(USUAL_SUITE, Map.of());
                default -> image(scalar);
            };
        }
        var suite = Mapping.of(node, "'builder'", KEYS, mistakes)
                .parsed(
                        "local",
                        "a suite such as bookworm",
                        text -> isSuite(text) ? Optional.of(text) : Optional.empty());
        return suite.<BuilderChoice>map(name -> new BuilderChoice.Local(name, Map.of()))
                .orElse(new BuilderChoice.Host());
    }

    /** By its digest only: under a tag there may be another toolchain tomorrow. */
    private BuilderChoice image(ScalarNode node) {
        var text = node.getValue();
        int at = text.indexOf('@');
        int slash = text.indexOf('/');
        if (at < 0 && slash < 0) {
            mistakes.unknown(node, "builder", text, List.of("host", "local"));
            return new BuilderChoice.Host();
        }
        try {
            if (slash > 0 && slash < at - 1) {
                return new BuilderChoice.Image(text.substring(0, at), Digest.parse(text.substring(at + 1)), insecure);
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        mistakes.add(
                node,
                Problem.of("this is no builder")
                        .expected(EXPECTED)
                        .found(text)
                        .remedy("'gristmill builder create' and 'gristmill push' tell the digest"));
        return new BuilderChoice.Host();
    }

    static boolean isSuite(String text) {
        return !text.isEmpty()
                && text.charAt(0) != '-'
                && text.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-');
    }
}
