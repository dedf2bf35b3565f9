package dev.gristmill.cli;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.registry.RemoteImage;
import dev.gristmill.signature.VerificationKey;
import dev.gristmill.trust.Expectations;
import dev.gristmill.trust.Finding;
import dev.gristmill.trust.Verification;
import dev.gristmill.ui.Streams;
import dev.gristmill.ui.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.core.JsonGenerator;

/** Checks an image in a registry, and what hangs on it. */
final class VerifyCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final RegistryOptions registry;
    private final OptionSpec key =
            Options.path("--key", "FILE", "The public key that signatures are checked with; required.");
    private final OptionSpec expect = Options.list(
            "--expect",
            "NAME=DIGEST",
            "What it must have been built from: NAME is source, patch, configuration or toolchain; may be repeated.");
    private final OptionSpec builder = Options.text(
            "--builder", "ID", "Who must have built it, as provenance names builders (default: this program).");
    private final PositionalParamSpec reference =
            Options.operands("REF", "1", "The image: [HOST/]NAME:TAG or [HOST/]NAME@sha256:...");

    VerifyCommand(GlobalOptions global) {
        this.global = global;
        this.registry = new RegistryOptions(global);
    }

    CommandSpec spec() {
        var spec = Commands.spec(
                "verify", "Checks the signature of an image, what is attested of it, and what is in it.", this);
        registry.addTo(spec);
        return spec.addOption(key).addOption(expect).addOption(builder).addPositional(reference);
    }

    @Override
    public Integer call() throws InterruptedException {
        var trusted = VerificationKey.read(Optional.<Path>ofNullable(key.getValue())
                .orElseThrow(() -> new InvalidInputException(Problem.of("no key is named to verify with")
                        .remedy("--key FILE, the public key of whoever signs the images"))));
        var image = RemoteImage.parse(reference.<List<String>>getValue().getFirst(), registry.address());
        var expectations = Expectations.parse(
                Optional.<String>ofNullable(builder.getValue()).orElse(Expectations.USUAL.builder()),
                expect.getValue());
        Verification.Report report;
        try (var store = global.openStore();
                var client =
                        new RegistryClient(image.repository().host(), registry.access(), RegistryClient.Use.PULL)) {
            report = new Verification(client, trusted, expectations, store).run(image);
        }
        if (global.json()) {
            Json.print(json -> write(json, report));
        } else {
            show(report);
        }
        return report.passed() ? 0 : 1;
    }

    private static void show(Verification.Report report) {
        var palette = Streams.outputPalette(System.getenv());
        System.out.println(palette.strong(report.image().toString()) + "  " + report.digest());
        var table = new Table();
        report.findings().forEach(one -> table.row(mark(one.outcome()), one.part(), one.check(), one.reason()));
        var lines = table.lines();
        for (int i = 0; i < lines.size(); i++) {
            var outcome = report.findings().get(i).outcome();
            var mark = lines.get(i).substring(0, 1);
            var rest = lines.get(i).substring(1);
            System.out.println(
                    switch (outcome) {
                        case PASSED -> palette.good(mark) + rest;
                        case FAILED -> palette.bad(mark) + rest;
                        case SKIPPED -> mark + rest;
                    });
        }
    }

    private static String mark(Finding.Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "✓";
            case FAILED -> "✗";
            case SKIPPED -> "-";
        };
    }

    private static void write(JsonGenerator json, Verification.Report report) {
        json.writeStringProperty("reference", report.image().toString());
        json.writeStringProperty("digest", report.digest().toString());
        json.writeBooleanProperty("passed", report.passed());
        json.writeArrayPropertyStart("checks");
        for (var finding : report.findings()) {
            json.writeStartObject();
            json.writeStringProperty("part", finding.part());
            json.writeStringProperty("digest", finding.digest().toString());
            json.writeStringProperty("check", finding.check());
            json.writeStringProperty("outcome", finding.outcome().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("reason", finding.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
