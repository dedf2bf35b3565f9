package dev.gristmill.trust;

import dev.gristmill.contract.BootFileCheck;
import dev.gristmill.contract.ModuleCheck;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.signature.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether an image holds what it says it holds. */
final class ContentCheck {
    private final ImageFacts facts;
    private final LayerContent content;

    ContentCheck(ImageFacts facts, LayerContent content) {
        this.facts = facts;
        this.content = content;
    }

    /** What speaks against the layer as a whole. */
    List<String> layer() throws MalformedJsonException {
        var problems = diffId();
        if (!content.odd().isEmpty()) {
            problems.add("it holds what has no place there: " + String.join(", ", content.odd()));
        }
        return problems;
    }

    /** What speaks against a layer that may hold anything. */
    List<String> diffId() throws MalformedJsonException {
        var problems = new ArrayList<String>();
        var listed = facts.config().object("rootfs").strings("diff_ids");
        if (!listed.equals(List.of(content.diffId().toString()))) {
            problems.add("the configuration lists other layers: " + listed + " instead of " + content.diffId());
        }
        return problems;
    }

    /** What speaks against the labels of a builder. */
    List<String> builderLabels() throws MalformedJsonException {
        return facts.labels().equals(facts.annotations())
                ? List.of()
                : List.of("labels and annotations are not the same");
    }

    /** What speaks against the labels, over and above what they say of files. */
    List<String> labels() throws MalformedJsonException {
        var problems = new ArrayList<String>();
        if (!facts.labels().equals(facts.annotations())) {
            problems.add("labels and annotations are not the same");
        }
        if (facts.release().isEmpty()) {
            problems.add("there is no release");
        }
        var version = facts.annotations().getOrDefault("org.opencontainers.image.version", "");
        if (!version.equals(facts.release())) {
            problems.add("the version " + version + " is not the release " + facts.release());
        }
        var architecture = facts.architecture().map(Architecture::ociName).orElse("");
        if (!architecture.equals(facts.config().string("architecture"))) {
            problems.add("it says it is for " + architecture + ", and its configuration "
                    + facts.config().string("architecture"));
        }
        return problems;
    }

    /** What speaks against the boot file; nothing for an image that neither has nor promises one. */
    Optional<List<String>> bootFile() throws IOException {
        var promised = facts.says("path").isPresent() || facts.says("sha256").isPresent();
        if (content.bootFile().isEmpty()) {
            return promised ? Optional.of(List.of("it is not there")) : Optional.empty();
        }
        var file = content.bootFile().get();
        var problems = new ArrayList<String>();
        require(
                problems,
                "SHA-256",
                facts.says("sha256").orElse("none"),
                Digest.of(file).hex());
        require(problems, "size", facts.says("size").orElse("none"), Long.toString(Files.size(file)));
        facts.architecture().ifPresent(architecture -> contract(file, architecture, problems));
        return Optional.of(problems);
    }

    /** What speaks against the configuration in the image; nothing where nobody says what it should be. */
    Optional<List<String>> configuration(List<Statement> provenance) throws MalformedJsonException {
        if (content.config().isEmpty() && content.bootFile().isPresent()) {
            return Optional.of(List.of("it is not there"));
        }
        if (content.config().isEmpty() || provenance.isEmpty()) {
            return Optional.empty();
        }
        var problems = new ArrayList<String>();
        for (var statement : provenance) {
            require(
                    problems,
                    "configuration",
                    ProvenanceCheck.configuration(statement),
                    content.config().get().hex());
        }
        return Optional.of(problems);
    }

    /** What speaks against the modules; nothing for an image without any. */
    Optional<List<String>> modules() {
        if (content.modules() == 0) {
            return Optional.empty();
        }
        try {
            ModuleCheck.ensure(content.modulesFolder(), facts.release());
            return Optional.of(List.of());
        } catch (StepException e) {
            return Optional.of(e.problems().stream().map(ContentCheck::text).toList());
        }
    }

    private void contract(Path file, Architecture architecture, List<String> problems) {
        try {
            var format = BootFileCheck.ensure(file, architecture).format();
            require(problems, "format", facts.says("format").orElse("none"), format);
        } catch (StepException e) {
            e.problems().stream().map(ContentCheck::text).forEach(problems::add);
        }
    }

    private static void require(List<String> problems, String what, String wanted, String found) {
        if (!wanted.equals(found)) {
            problems.add(what + ": expected " + wanted + ", found " + found);
        }
    }

    /** Without the path of a copy. */
    private static String text(Problem problem) {
        return problem.what()
                + problem.facts().stream()
                        .filter(fact ->
                                fact.label().equals("expected") || fact.label().equals("found"))
                        .map(fact -> fact.label() + " " + fact.value())
                        .collect(Collectors.joining(", ", " (", ")"));
    }
}
