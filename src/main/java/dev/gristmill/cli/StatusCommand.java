package dev.gristmill.cli;

import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.plan.Publication;
import dev.gristmill.plan.StatusRun;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.store.Store;
import dev.gristmill.ui.Amounts;
import dev.gristmill.ui.Streams;
import dev.gristmill.ui.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.core.JsonGenerator;

/** Shows what of the catalogue is published, and how far it is behind. */
final class StatusCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final RegistryOptions registry;
    private final OptionSpec prometheus =
            Options.path("--prometheus", "FILE", "Write the same as metrics, for Prometheus' textfile collector.");

    StatusCommand(GlobalOptions global) {
        this.global = global;
        this.registry = new RegistryOptions(global);
    }

    CommandSpec spec() {
        var spec = Commands.spec("status", "Shows which kernels are published, and how far they are behind.", this);
        registry.addTo(spec);
        spec.addOption(prometheus);
        spec.usageMessage()
                .footer(
                        "",
                        "Exit status 1 if a kernel is further behind than 'freshness' of the catalogue allows, or is not",
                        "published at all. What hangs on images is counted and not verified: 'gristmill verify' does that.");
        return spec;
    }

    @Override
    public Integer call() throws InterruptedException {
        var catalogue = CatalogueReader.read(global.catalogue());
        var address = registry.address()
                .orElseThrow(() -> new InvalidInputException(Problem.of("no registry is named to look into")
                        .remedy("--registry ghcr.io/acme, $REGISTRY, or the key 'registry' of the catalogue")));
        List<Publication> found;
        try (var store = global.openStore();
                var progress = global.openProgress();
                var client = new RegistryClient(address.host(), registry.access(), RegistryClient.Use.PULL)) {
            found = new StatusRun(store, progress).of(catalogue, client, address);
            Optional.<Path>ofNullable(prometheus.getValue()).ifPresent(file -> writeMetrics(found, file, store));
        }
        var freshness = catalogue.freshnessDays();
        if (global.json()) {
            Json.print(json -> write(json, found, freshness));
        } else {
            show(found, freshness);
        }
        return freshness.isPresent() && found.stream().anyMatch(one -> one.isLate(freshness.getAsLong())) ? 1 : 0;
    }

    private static void writeMetrics(List<Publication> found, Path file, Store store) {
        try {
            Metrics.write(found, file, store);
        } catch (java.io.IOException e) {
            throw new StepException(
                    Problem.of("the metrics cannot be written").where(file).found(e), e);
        }
    }

    private static void show(List<Publication> found, OptionalLong freshness) {
        var palette = Streams.outputPalette(System.getenv());
        var table = new Table().row("IMAGE", "RELEASE", "NEWEST", "BEHIND", "AGE", "BOOTED", "SIGNED", "SIZE");
        for (var one : found) {
            var there = one.there();
            table.row(
                    one.image(),
                    there.map(t -> t.release().toString()).orElse("not published"),
                    one.newest().toString(),
                    there.map(t -> t.daysBehind() == 0 ? "-" : t.daysBehind() + " d")
                            .orElse("-"),
                    there.map(t -> t.ageDays() + " d").orElse("-"),
                    there.map(t -> yes(t.booted())).orElse("-"),
                    there.map(t -> yes(t.signed())).orElse("-"),
                    there.map(t -> Amounts.bytes(t.bytes())).orElse("-"));
        }
        var lines = table.lines();
        System.out.println(palette.strong(lines.getFirst()));
        for (int i = 0; i < found.size(); i++) {
            boolean late = freshness.isPresent() && found.get(i).isLate(freshness.getAsLong());
            System.out.println(late ? palette.bad(lines.get(i + 1)) : lines.get(i + 1));
        }
    }

    private static String yes(boolean fact) {
        return fact ? "yes" : "no";
    }

    private static void write(JsonGenerator json, List<Publication> found, OptionalLong freshness) {
        freshness.ifPresent(days -> json.writeNumberProperty("freshnessDays", days));
        json.writeArrayPropertyStart("kernels");
        for (var one : found) {
            json.writeStartObject();
            json.writeStringProperty("image", one.image());
            json.writeStringProperty("newest", one.newest().toString());
            json.writeBooleanProperty("published", one.there().isPresent());
            one.there().ifPresent(there -> write(json, there));
            if (freshness.isPresent()) {
                json.writeBooleanProperty("late", one.isLate(freshness.getAsLong()));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Publication.There there) {
        json.writeStringProperty("release", there.release().toString());
        json.writeStringProperty("released", there.released().toString());
        json.writeNumberProperty("daysBehind", there.daysBehind());
        json.writeNumberProperty("ageDays", there.ageDays());
        json.writeBooleanProperty("booted", there.booted());
        json.writeBooleanProperty("signed", there.signed());
        json.writeNumberProperty("bytes", there.bytes());
    }
}
