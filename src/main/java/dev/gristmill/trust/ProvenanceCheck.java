package dev.gristmill.trust;

import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.Digest;
import dev.gristmill.provenance.SlsaProvenance;
import dev.gristmill.signature.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What speaks against the provenance of an image or index. */
final class ProvenanceCheck {
    private static final String OURS = "dev.gristmill.kernel.";

    private final Statement provenance;
    private final Expectations expected;
    private final List<String> problems = new ArrayList<>();

    private ProvenanceCheck(Statement provenance, Expectations expected) {
        this.provenance = provenance;
        this.expected = expected;
    }

    /** @param annotations of the image */
    static List<String> ofImage(Statement provenance, Expectations expected, SortedMap<String, String> annotations) {
        var check = new ProvenanceCheck(provenance, expected);
        return check.run(SlsaProvenance.OF_KERNEL, definition -> check.image(definition, annotations));
    }

    /** @param images digests by architecture */
    static List<String> ofIndex(Statement provenance, Expectations expected, SortedMap<String, Digest> images) {
        var check = new ProvenanceCheck(provenance, expected);
        return check.run(SlsaProvenance.OF_INDEX, definition -> check.index(definition, images));
    }

    /** The digest of the configuration that it names; nothing else of it is looked at. */
    static String configuration(Statement provenance) throws MalformedJsonException {
        var found = inputs(provenance.predicate().object("buildDefinition")).getOrDefault("configuration", List.of());
        return found.isEmpty() ? "" : found.getFirst().hex();
    }

    private interface Part {
        void check(JsonObject definition) throws MalformedJsonException;
    }

    private List<String> run(String type, Part part) {
        try {
            var definition = provenance.predicate().object("buildDefinition");
            require("build type", type, definition.string("buildType"));
            require(
                    "builder",
                    expected.builder(),
                    provenance
                            .predicate()
                            .object("runDetails")
                            .object("builder")
                            .string("id"));
            if (problems.isEmpty()) {
                part.check(definition);
            }
        } catch (MalformedJsonException e) {
            problems.add("malformed, " + e.getMessage());
        }
        return problems;
    }

    private void image(JsonObject definition, SortedMap<String, String> annotations) throws MalformedJsonException {
        var parameters = definition.object("externalParameters");
        require("release", annotations.getOrDefault(OURS + "release", ""), parameters.string("release"));
        require("architecture", annotations.getOrDefault(OURS + "arch", ""), parameters.string("architecture"));
        require("profile", annotations.getOrDefault(OURS + "profile", ""), parameters.string("profile"));
        require(
                "build key",
                annotations.getOrDefault(StoredEvidence.BUILD_KEY, ""),
                definition.object("internalParameters").string("buildKey"));
        var inputs = inputs(definition);
        for (var name : List.of("source", "configuration", "toolchain")) {
            if (inputs.getOrDefault(name, List.of()).size() != 1) {
                problems.add("it names no " + name + ", or several");
            }
        }
        expected.inputs().forEach((name, digest) -> {
            if (!inputs.getOrDefault(name, List.of()).contains(digest)) {
                problems.add(name + ": expected " + digest + ", found " + inputs.getOrDefault(name, List.of()));
            }
        });
    }

    private void index(JsonObject definition, SortedMap<String, Digest> images) throws MalformedJsonException {
        var named = new TreeSet<String>();
        inputs(definition).getOrDefault("image", List.of()).forEach(digest -> named.add(digest.hex()));
        var there = new TreeSet<String>();
        images.values().forEach(digest -> there.add(digest.hex()));
        if (!named.equals(there)) {
            problems.add("it is of an index over other images");
        }
    }

    private static Map<String, List<Digest>> inputs(JsonObject definition) throws MalformedJsonException {
        var found = new TreeMap<String, List<Digest>>();
        for (var dependency : definition.objects("resolvedDependencies")) {
            var hex = dependency.object("digest").string("sha256");
            try {
                found.computeIfAbsent(dependency.string("name"), name -> new ArrayList<>())
                        .add(new Digest(hex));
            } catch (IllegalArgumentException e) {
                throw new MalformedJsonException("sha256", "64 hex digits", hex);
            }
        }
        return found;
    }

    private void require(String what, String wanted, String found) {
        if (!wanted.equals(found)) {
            problems.add(what + ": expected " + wanted + ", found " + found);
        }
    }
}
