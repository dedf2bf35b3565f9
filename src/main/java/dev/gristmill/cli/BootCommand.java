package dev.gristmill.cli;

import dev.gristmill.boot.Limits;
import dev.gristmill.boot.Proof;
import dev.gristmill.boot.Prover;
import dev.gristmill.catalogue.Catalogue;
import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.catalogue.Profile;
import dev.gristmill.image.Reference;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.plan.BootRun;
import dev.gristmill.plan.ImageCandidates;
import dev.gristmill.plan.ProofRun;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Boots built kernels from their images and checks them from inside. */
final class BootCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final SelectionOptions selection = new SelectionOptions();
    private final ImageLookup images;
    private final PositionalParamSpec references =
            Options.operands("REF", "0..*", "Images to boot in place of what the options select: " + ImageLookup.FORM);
    private final OptionSpec jobs = Options.number(
            "--jobs",
            "N",
            "How many machines may run at once (default: one for each processor, as far as memory goes).");

    private final OptionSpec kvm =
            Options.flag("--kvm", "Use KVM if a first boot with it works; else software emulation.");
    private final OptionSpec measure = Options.flag(
            "--measure", "Count the guest's instructions to init too, in a boot of its own for each machine.");

    BootCommand(GlobalOptions global) {
        this.global = global;
        this.images = new ImageLookup(global);
    }

    CommandSpec spec() {
        var spec = Commands.spec(
                "boot", "Boots built kernels on machines that stand for their VMMs and checks them from inside.", this);
        selection.addTo(spec);
        images.addTo(spec);
        spec.usageMessage()
                .footer(
                        "",
                        "Examples: gristmill boot --profile tiny",
                        "          gristmill boot ghcr.io/acme/firecracker-kernel-bin:5.10 --arch arm64");
        return spec.addOption(jobs).addOption(kvm).addOption(measure).addPositional(references);
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Proof> proofs;
        try (var store = global.openStore();
                var progress = global.openProgress()) {
            proofs = named().isEmpty() ? selected(store, progress) : ofImages(store, progress);
        }
        if (global.json()) {
            Json.print(json -> Verdict.write(json, proofs));
        } else {
            Verdict.show(proofs);
        }
        Verdict.requirePassed(proofs);
        return 0;
    }

    private List<String> named() {
        return references.getValue();
    }

    private List<Proof> selected(Store store, Progress progress) throws InterruptedException {
        int parallel = parallel();
        var catalogue = CatalogueReader.read(global.catalogue());
        var planned = selection.selection().of(catalogue);
        return new BootRun(store, progress, catalogue.images(), images.layout(), options())
                .run(planned, selection.vmms(), parallel);
    }

    private List<Proof> ofImages(Store store, Progress progress) throws InterruptedException {
        int parallel = parallel();
        var architectures = selection.architecturesOfImages();
        ProofRun.requireEmulators(architectures);
        var profiles = Files.exists(global.catalogue())
                ? Optional.of(CatalogueReader.read(global.catalogue())).map(Catalogue::profiles)
                : Optional.<Map<String, Profile>>empty();
        var candidates = new ImageCandidates(store, progress, profiles.orElseGet(CatalogueReader::builtInProfiles));
        var wanted = selection.vmms();
        var boots = new ArrayList<ProofRun.Job>();
        for (var text : named()) {
            var tag = Reference.parse(text).map(Reference::tag).orElse("");
            for (var found : images.with(text, (from, root) -> candidates.of(from, tag, root))) {
                var vmms = found.vmms().stream().filter(wanted::contains).toList();
                if (architectures.contains(found.candidate().architecture()) && !vmms.isEmpty()) {
                    boots.add(new ProofRun.Job(found.candidate(), vmms));
                }
            }
        }
        if (boots.isEmpty()) {
            throw new InvalidInputException(Problem.of("none of these images is for what was selected")
                    .where(String.join(" ", named()))
                    .remedy("'gristmill inspect' shows what an image is for"));
        }
        return new ProofRun(store, progress, options()).run(boots, parallel);
    }

    private Prover.Options options() {
        return new Prover.Options(Limits.USUAL, kvm.<Boolean>getValue(), measure.<Boolean>getValue());
    }

    private int parallel() {
        int given = Optional.<Integer>ofNullable(jobs.getValue())
                .orElse(Runtime.getRuntime().availableProcessors());
        if (given < 1) {
            throw new InvalidInputException(Problem.of("no machine at all boots nothing")
                    .where("--jobs " + given)
                    .expected("1 or more"));
        }
        return given;
    }
}
