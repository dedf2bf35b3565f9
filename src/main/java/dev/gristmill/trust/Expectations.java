package dev.gristmill.trust;

import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.provenance.SlsaProvenance;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What somebody demands of provenance.
 *
 * @param builder who must have built it
 * @param inputs the digest that an input must have, by its name
 */
public record Expectations(String builder, Map<String, Digest> inputs) {
    /** Nothing but our own builder. */
    public static final Expectations USUAL = new Expectations(SlsaProvenance.BUILDER, Map.of());

    private static final Set<String> NAMES = Set.of("source", "configuration", "toolchain", "patch");

    public Expectations {
        inputs = Map.copyOf(inputs);
    }

    /**
     * Reads {@code source=sha256:...}, and so on.
     *
     * @throws InvalidInputException if one is something else
     */
    public static Expectations parse(String builder, List<String> texts) {
        var inputs = new TreeMap<String, Digest>();
        for (var text : texts) {
            int equals = text.indexOf('=');
            var name = text.substring(0, Math.max(0, equals));
            try {
                if (!NAMES.contains(name)) {
                    throw new IllegalArgumentException("Another input");
                }
                inputs.put(name, Digest.parse(text.substring(equals + 1)));
            } catch (IllegalArgumentException e) {
                throw new InvalidInputException(Problem.of("this is nothing that can be expected of provenance")
                        .where("--expect " + text)
                        .expected("NAME=sha256:<64 hex digits>; NAME is source, patch, configuration or toolchain"));
            }
        }
        return new Expectations(builder, inputs);
    }
}
