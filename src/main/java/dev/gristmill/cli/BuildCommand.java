package dev.gristmill.cli;

import dev.gristmill.boot.Proof;
import dev.gristmill.boot.Prover;
import dev.gristmill.fleet.Shard;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PublishedIndex;
import dev.gristmill.plan.BootRun;
import dev.gristmill.plan.BuildRun;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import dev.gristmill.ui.Amounts;
import dev.gristmill.ui.Streams;
import dev.gristmill.ui.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.core.JsonGenerator;

/** Builds kernels and writes their images to an OCI image layout. */
final class BuildCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final BuildOptions options;
    private final RegistryOptions registry;
    private final SummaryOption summary;
    private final SigningOptions signing;
    private final OptionSpec shard = Options.text(
            "--shard",
            "N/OF",
            "Build the N-th of OF shares and hand it over through the registry, for 'publish --assemble'; auto/OF in a"
                    + " Kubernetes Indexed Job.");
    private final OptionSpec boot = Options.flag("--boot", "Boot what was built, and fail if a kernel does not.");

    private final VmmBinaryOption binaries = new VmmBinaryOption();

    BuildCommand(GlobalOptions global) {
        this.global = global;
        this.registry = new RegistryOptions(global);
        this.options = new BuildOptions(global, registry);
        this.summary = new SummaryOption(global, registry);
        this.signing = new SigningOptions(global, "what others take from here, in the cache or of a shard, ");
    }

    CommandSpec spec() {
        var spec = Commands.spec("build", "Builds the selected kernels and writes their images to a layout.", this);
        options.addTo(spec);
        registry.addTo(spec);
        signing.addKeyTo(spec);
        binaries.addTo(spec);
        summary.addTo(spec);
        return spec.addOption(boot).addOption(shard);
    }

    @Override
    public Integer call() throws InterruptedException {
        var proving = proving();
        @Nullable String share = shard.getValue();
        if (share != null) {
            summary.requireNone("--shard");
            return new ShardBuild(global, options, registry, signing)
                    .run(Shard.parse(share, "--shard", System.getenv()), boots(), proving);
        }
        summary.check();
        var order = options.order();
        BuildOptions.Built built;
        try (var store = global.openStore();
                var progress = global.openProgress()) {
            if (boots()) {
                BootRun.requireEmulators(order.planned());
            }
            var signer = signing.signer(order.catalogue(), store);
            built = options.build(order, signer, store, progress, following(order, proving, store, progress));
            summary.tell(OciLayout.at(options.layout(), store), built.images(), store, progress);
        }
        tell(options.layout(), built.images(), built.proofs());
        return 0;
    }

    private BuildRun.Following<BuildOptions.Built> following(
            BuildOptions.Order order, Prover.Options proving, Store store, Progress progress) {
        if (!boots()) {
            return written -> new BuildOptions.Built(written.images(), List.of());
        }
        var run = new BootRun(store, progress, options.choices(order), proving);
        return written -> new BuildOptions.Built(written.images(), run.run(written, options.vmms(), order.jobs()));
    }

    private Prover.Options proving() throws InterruptedException {
        if (!boots()) {
            binaries.requireNone("without --boot");
            return Prover.Options.USUAL;
        }
        return Prover.Options.USUAL.with(binaries.find());
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
        } else if (!summary.isOnOutput()) {
            show(layout, images);
            if (boots()) {
                System.out.println();
                Verdict.show(proofs);
            }
        }
        Verdict.requirePassed(proofs);
    }

    static void show(Path layout, List<PublishedIndex> images) {
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

    static void write(JsonGenerator json, Path layout, List<PublishedIndex> images) {
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
