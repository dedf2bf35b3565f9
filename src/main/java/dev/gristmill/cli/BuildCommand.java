package dev.gristmill.cli;

import dev.gristmill.boot.Proof;
import dev.gristmill.boot.Prover;
import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.image.PublishedIndex;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.plan.BootRun;
import dev.gristmill.plan.BuildRun;
import dev.gristmill.plan.LockRun;
import dev.gristmill.plan.Selection;
import dev.gristmill.ui.Amounts;
import dev.gristmill.ui.Streams;
import dev.gristmill.ui.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.core.JsonGenerator;

/** Builds kernels and writes their images to an OCI image layout. */
final class BuildCommand implements Callable<Integer> {
    private static final Path DEFAULT_OUTPUT = Path.of("images");

    private final GlobalOptions global;
    private final SelectionOptions selection = new SelectionOptions();
    private final OptionSpec output =
            Options.path("--output", "DIR", "The OCI image layout to write to (default: images).");
    private final OptionSpec jobs =
            Options.number("--jobs", "N", "How many programs make may run at once (default: one for each processor).");

    private final OptionSpec debugImages =
            Options.flag("--debug-images", "Write images with symbols too; builds again what was built without them.");
    private final OptionSpec boot = Options.flag("--boot", "Boot what was built, and fail if a kernel does not.");

    private final OptionSpec lenient = Options.list(
            "--allow-contract-violations",
            "VMM",
            "Build kernels whose configuration breaks the contract of this VMM, too; their images say so. May be"
                    + " repeated.");

    BuildCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        var spec = Commands.spec("build", "Builds the selected kernels and writes their images to a layout.", this);
        selection.addTo(spec);
        return spec.addOption(output)
                .addOption(jobs)
                .addOption(debugImages)
                .addOption(boot)
                .addOption(lenient);
    }

    @Override
    public Integer call() throws InterruptedException {
        int parallel = jobs();
        var catalogue = CatalogueReader.read(global.catalogue());
        var planned = selection.selection().of(catalogue);
        var layout = Optional.<Path>ofNullable(output.getValue()).orElse(DEFAULT_OUTPUT);
        var choices = debugImages.<Boolean>getValue() ? catalogue.images().withDebug() : catalogue.images();
        var lenientVmms = Set.copyOf(Selection.vmms("--allow-contract-violations", lenient.getValue()));
        List<PublishedIndex> images;
        var proofs = List.<Proof>of();
        try (var store = global.openStore();
                var progress = global.openProgress()) {
            if (boots()) {
                BootRun.requireEmulators(planned);
            }
            var run = new BuildRun(store, progress, choices, lenientVmms, layout);
            run.check(planned);
            var pinned = selection.selection().of(new LockRun(store, progress).complete(catalogue, planned));
            images = run.run(pinned, parallel);
            if (boots()) {
                proofs = new BootRun(store, progress, catalogue.images(), layout, Prover.Options.USUAL)
                        .run(pinned, selection.vmms(), parallel);
            }
        }
        tell(layout, images, proofs);
        return 0;
    }

    private boolean boots() {
        return boot.<Boolean>getValue();
    }

    /** @throws dev.gristmill.model.StepException after all is told, if a kernel did not boot */
    private void tell(Path layout, List<PublishedIndex> images, List<Proof> proofs) {
        if (global.json()) {
            Json.print(json -> {
                write(json, layout, images);
                if (boots()) {
                    Verdict.write(json, proofs);
                }
            });
        } else {
            show(layout, images);
            if (boots()) {
                System.out.println();
                Verdict.show(proofs);
            }
        }
        Verdict.requirePassed(proofs);
    }

    private int jobs() {
        int given = Optional.<Integer>ofNullable(jobs.getValue())
                .orElse(Runtime.getRuntime().availableProcessors());
        if (given < 1) {
            throw new InvalidInputException(Problem.of("no job at all builds nothing")
                    .where("--jobs " + given)
                    .expected("1 or more"));
        }
        return given;
    }

    private static void show(Path layout, List<PublishedIndex> images) {
        var palette = Streams.outputPalette(System.getenv());
        var table = new Table().row("IMAGE", "ARCHITECTURES", "SIZE", "DIGEST");
        images.forEach(image -> table.row(
                image.reference().toString(),
                image.index().images().stream()
                        .map(p -> p.architecture().ociName())
                        .collect(Collectors.joining(" ")),
                image.index().images().stream()
                        .map(p -> Amounts.bytes(p.layer().size()))
                        .collect(Collectors.joining(" ")),
                image.descriptor().digest().toString()));
        var shown = table.lines();
        System.out.println(palette.strong(shown.getFirst()));
        shown.stream().skip(1).forEach(System.out::println);
        System.out.println(
                "\nin the OCI image layout " + layout + "; the next thing to try:\n  skopeo inspect --raw oci:" + layout
                        + ":" + images.getFirst().reference());
    }

    private static void write(JsonGenerator json, Path layout, List<PublishedIndex> images) {
        json.writeStringProperty("layout", layout.toString());
        json.writeArrayPropertyStart("images");
        for (var image : images) {
            json.writeStartObject();
            json.writeStringProperty("name", image.reference().name());
            json.writeStringProperty("tag", image.reference().tag());
            json.writeStringProperty("digest", image.descriptor().digest().toString());
            json.writeArrayPropertyStart("platforms");
            for (var platform : image.index().images()) {
                json.writeStartObject();
                json.writeStringProperty("architecture", platform.architecture().ociName());
                json.writeStringProperty("digest", platform.manifest().digest().toString());
                json.writeNumberProperty("size", platform.layer().size());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
