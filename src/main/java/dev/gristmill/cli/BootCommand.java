package dev.gristmill.cli;

import dev.gristmill.boot.Limits;
import dev.gristmill.boot.Proof;
import dev.gristmill.boot.Prover;
import dev.gristmill.boot.QemuMachine;
import dev.gristmill.boot.RescueShell;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.plan.ProofRun;
import dev.gristmill.plan.StartUpComparison;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Boots built kernels from their images and checks them from inside. */
final class BootCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final BootTargets targets;
    private final PositionalParamSpec references =
            Options.operands("REF", "0..*", "Images to boot in place of what the options select: " + ImageLookup.FORM);
    private final OptionSpec jobs = Options.number(
            "--jobs",
            "N",
            "How many machines may run at once (default: one for each processor, as far as memory goes).");

    private final OptionSpec kvm =
            Options.flag("--kvm", "Use KVM if a first boot with it works; else software emulation.");
    private final VmmBinaryOption binaries = new VmmBinaryOption();
    private final OptionSpec measure = Options.flag(
            "--measure", "Measure the way to init too, in boots of their own: median of five, and instructions.");

    private final OptionSpec compare = Options.flag(
            "--compare",
            "Compare the way to init of two kernels, each an image, a profile, a series or a release; checks nothing.");

    private final OptionSpec shell =
            Options.flag("--shell", "Open a shell in one kernel on this terminal; Ctrl-a x leaves it. Checks nothing.");

    BootCommand(GlobalOptions global) {
        this.global = global;
        this.targets = new BootTargets(global);
    }

    CommandSpec spec() {
        var spec = Commands.spec(
                "boot", "Boots built kernels on machines that stand for their VMMs and checks them from inside.", this);
        targets.addTo(spec);
        spec.usageMessage()
                .footer(
                        "",
                        "Examples: gristmill boot --profile tiny",
                        "          gristmill boot ghcr.io/acme/firecracker-kernel-bin:5.10 --arch arm64",
                        "          gristmill boot --compare microvm tiny --arch x86_64");
        binaries.addTo(spec);
        return spec.addOption(jobs)
                .addOption(kvm)
                .addOption(measure)
                .addOption(compare)
                .addOption(shell)
                .addPositional(references);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (is(compare) || is(shell)) {
            binaries.requireNone(is(compare) ? "with --compare" : "with --shell");
        }
        if (is(compare)) {
            return compare();
        }
        return is(shell) ? shell() : prove();
    }

    private int prove() throws InterruptedException {
        int parallel = parallel();
        var options = options().with(binaries.find());
        List<Proof> proofs;
        try (var store = global.openStore();
                var progress = global.openProgress()) {
            proofs = new ProofRun(store, progress, options).run(wanted(store, progress), parallel);
        }
        if (global.json()) {
            Json.print(json -> Verdict.write(json, proofs));
        } else {
            Verdict.show(proofs);
        }
        Verdict.requirePassed(proofs);
        return 0;
    }

    private int compare() throws InterruptedException {
        if (named().size() != 2) {
            throw new InvalidInputException(Problem.of("a comparison is between two kernels")
                    .where("--compare")
                    .found(named().size() + " are named")
                    .remedy("gristmill boot --compare microvm tiny"));
        }
        List<StartUpComparison.Comparison> comparisons;
        try (var store = global.openStore();
                var progress = global.openProgress()) {
            var first = targets.named(named().getFirst(), store, progress);
            var second = targets.named(named().getLast(), store, progress);
            comparisons = new StartUpComparison(store, progress, options()).of(first, second);
        }
        if (global.json()) {
            Json.print(json -> StartUps.write(json, comparisons));
        } else {
            StartUps.show(comparisons);
        }
        return 0;
    }

    private int shell() throws InterruptedException {
        var terminal = System.console();
        if (terminal == null || !terminal.isTerminal()) {
            throw new InvalidInputException(
                    Problem.of("a shell needs a terminal").where("--shell").remedy("run it in one"));
        }
        try (var store = global.openStore()) {
            List<ProofRun.Job> found;
            // The progress ends before the machine begins: both draw on one terminal.
            try (var progress = global.openProgress()) {
                found = wanted(store, progress);
            }
            var machines = found.stream()
                    .flatMap(job -> job.vmms().stream())
                    .distinct()
                    .toList();
            if (found.size() != 1) {
                throw new InvalidInputException(Problem.of("a shell is in one kernel")
                        .found(found.stream()
                                .map(job -> job.candidate().name() + " "
                                        + job.candidate().architecture())
                                .toList())
                        .remedy("name one with --kernel, --profile and --arch"));
            }
            var candidate = found.getFirst().candidate();
            var busybox = RescueShell.busybox(candidate.architecture());
            var machine = QemuMachine.standingFor(machines.getFirst(), candidate.architecture())
                    .getFirst();
            System.err.println(candidate.name() + " " + candidate.architecture() + " on " + machine.description()
                    + " for " + machine.vmm() + "; Ctrl-a x leaves");
            return new RescueShell(store).run(candidate, machine, busybox);
        }
    }

    private List<ProofRun.Job> wanted(Store store, Progress progress) throws InterruptedException {
        return named().isEmpty() ? targets.selected(store, progress) : targets.in(named(), store, progress);
    }

    private List<String> named() {
        return references.getValue();
    }

    private Prover.Options options() {
        return new Prover.Options(Limits.USUAL, is(kvm), is(measure), List.of());
    }

    private static boolean is(OptionSpec flag) {
        return flag.<Boolean>getValue();
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
