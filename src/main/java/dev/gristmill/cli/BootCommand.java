package dev.gristmill.cli;

import dev.gristmill.boot.Limits;
import dev.gristmill.boot.Proof;
import dev.gristmill.boot.Prover;
import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.plan.BootRun;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Boots built kernels from their images and checks them from inside. */
final class BootCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final SelectionOptions selection = new SelectionOptions();
    private final LayoutOption layout = new LayoutOption();
    private final OptionSpec jobs =
            Options.number("--jobs", "N", "How many machines may run at once (default: one for each processor).");

    private final OptionSpec kvm =
            Options.flag("--kvm", "Use KVM if a first boot with it works; else software emulation.");
    private final OptionSpec measure = Options.flag(
            "--measure", "Count the guest's instructions to init too, in a boot of its own for each machine.");

    BootCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        var spec = Commands.spec(
                "boot", "Boots built kernels on machines that stand for their VMMs and checks them from inside.", this);
        selection.addTo(spec);
        layout.addTo(spec);
        return spec.addOption(jobs).addOption(kvm).addOption(measure);
    }

    @Override
    public Integer call() throws InterruptedException {
        int parallel = jobs();
        var catalogue = CatalogueReader.read(global.catalogue());
        var planned = selection.selection().of(catalogue);
        List<Proof> proofs;
        try (var store = global.openStore();
                var progress = global.openProgress()) {
            proofs = new BootRun(store, progress, catalogue.images(), layout.folder(), options())
                    .run(planned, selection.vmms(), parallel);
        }
        if (global.json()) {
            Json.print(json -> Verdict.write(json, proofs));
        } else {
            Verdict.show(proofs);
        }
        Verdict.requirePassed(proofs);
        return 0;
    }

    private Prover.Options options() {
        return new Prover.Options(Limits.USUAL, kvm.<Boolean>getValue(), measure.<Boolean>getValue());
    }

    private int jobs() {
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
