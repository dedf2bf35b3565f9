package dev.gristmill.cli;

import dev.gristmill.boot.Proof;
import dev.gristmill.boot.Prover;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PublishedIndex;
import dev.gristmill.plan.BootRun;
import dev.gristmill.plan.ImageCandidates;
import dev.gristmill.plan.LayoutProofs;
import dev.gristmill.plan.ProofRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * From the catalogue to the registry: builds, boots, pushes and seals. What boots is pushed while other kernels still
 * compile; nothing is signed, and no tag moves, unless all boot.
 */
final class PublishCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final BuildOptions options;
    private final Shipment shipment;
    private final SummaryOption summary;
    private final OptionSpec unproven =
            Options.flag("--no-boot", "Do not boot the kernels first. Whether one boots is not known then.");

    private final OptionSpec assemble = OptionSpec.builder("--assemble")
            .paramLabel("SHARDS")
            .arity("0..1")
            .fallbackValue("")
            .type(String.class)
            .description(
                    "Build nothing: publish what the shards of 'build --shard' handed over, once all of it is there."
                            + " With their number, a missing kernel is named with the shard that owes it.")
            .build();

    private final OptionSpec shardKey = Options.path(
            "--shard-key", "FILE", "Take of the shards only what this public key has signed (with --assemble).");

    private final VmmBinaryOption binaries = new VmmBinaryOption();

    PublishCommand(GlobalOptions global) {
        this.global = global;
        this.shipment = new Shipment(global);
        this.options = new BuildOptions(global, shipment.registry());
        this.summary = new SummaryOption(global, shipment.registry());
    }

    CommandSpec spec() {
        var spec = Commands.spec(
                "publish", "Builds the selected kernels, boots them, pushes their images and signs them.", this);
        options.addTo(spec);
        shipment.addTo(spec);
        binaries.addTo(spec);
        summary.addTo(spec);
        return spec.addOption(unproven).addOption(assemble).addOption(shardKey);
    }

    @Override
    public Integer call() throws InterruptedException {
        @Nullable String shards = assemble.getValue();
        if (shards != null) {
            summary.requireNone("--assemble");
            binaries.requireNone("with --assemble");
            return new AssembledPublication(global, options, shipment, Optional.<Path>ofNullable(shardKey.getValue()))
                    .run(shards, boots());
        }
        summary.check();
        var order = options.order();
        var proving = proving();
        BuildOptions.Built built;
        Shipment.Delivery delivery;
        try (var store = global.openStore();
                var progress = global.openProgress()) {
            var terms = shipment.terms(store);
            if (boots()) {
                BootRun.requireEmulators(order.planned());
            } else {
                progress.warn("these kernels are not booted; nobody knows whether they do");
            }
            var layout = OciLayout.at(options.layout(), store);
            var early = new EarlyPush(terms, layout, progress);
            var proofs = new LayoutProofs(
                    layout,
                    new ImageCandidates(store, progress, order.catalogue().profiles()),
                    new ProofRun(store, progress, proving));
            built = options.build(order, terms.signer(), store, progress, written -> {
                var images = written.images();
                var group = new BuildOptions.Built(images, boots() ? proofs.of(images, order.jobs()) : List.of());
                if (group.passed()) {
                    early.push(images);
                }
                return group;
            });
            requirePassed(built.proofs());
            summary.tell(layout, built.images(), store, progress);
            var references =
                    built.images().stream().map(PublishedIndex::reference).toList();
            delivery =
                    shipment.deliver(terms, layout, references, store, progress).after(early.sent());
        }
        tell(built, delivery);
        return 0;
    }

    private Prover.Options proving() throws InterruptedException {
        if (!boots()) {
            binaries.requireNone("with --no-boot");
            return Prover.Options.USUAL;
        }
        return Prover.Options.USUAL.with(binaries.find());
    }

    private boolean boots() {
        return !unproven.<Boolean>getValue();
    }

    /** Before any tag moves; what passed and what did not is told all the same. */
    private void requirePassed(List<Proof> proofs) {
        boolean failed = proofs.stream().anyMatch(proof -> !proof.passed());
        if (failed && global.json()) {
            Json.print(json -> Verdict.write(json, proofs));
        } else if (failed) {
            Verdict.show(proofs);
        }
        Verdict.requirePassed(proofs);
    }

    private void tell(BuildOptions.Built built, Shipment.Delivery delivery) {
        if (global.json()) {
            Json.print(json -> {
                BuildCommand.write(json, options.layout(), built.images());
                Verdict.write(json, built.proofs());
                json.writeObjectPropertyStart("pushed");
                Shipment.write(json, delivery);
                json.writeEndObject();
            });
        } else if (!summary.isOnOutput()) {
            Verdict.show(built.proofs());
            System.out.println();
            Shipment.show(delivery);
        }
    }
}
