package dev.gristmill.plan;

import dev.gristmill.boot.Candidate;
import dev.gristmill.boot.Initcall;
import dev.gristmill.boot.InitcallDifference;
import dev.gristmill.boot.Prover;
import dev.gristmill.boot.QemuMachine;
import dev.gristmill.boot.StartUp;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Vmm;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds the way to init of two kernels side by side. One machine runs at a time, so that none disturbs another. */
public final class StartUpComparison {
    private final Prover prover;

    /** One kernel on one machine. */
    public record Side(Candidate candidate, StartUp startUp) {}

    /** Both on the same machine. */
    public record Comparison(QemuMachine machine, Side first, Side second) {

        /** Those that differ most first; empty if a kernel knows no names, without {@code CONFIG_KALLSYMS}. */
        public List<InitcallDifference> differences() {
            return areNamed() ? InitcallDifference.between(calls(first), calls(second)) : List.of();
        }

        private boolean areNamed() {
            return first.startUp().namesInitcalls() && second.startUp().namesInitcalls();
        }

        private static List<Initcall> calls(Side side) {
            return side.startUp().initcalls();
        }
    }

    public StartUpComparison(Store store, Progress progress, Prover.Options options) {
        this.prover = new Prover(store, progress, options);
    }

    /**
     * On every machine that both are for.
     *
     * @throws InvalidInputException if there is none, or one side has several kernels for it
     */
    public List<Comparison> of(List<ProofRun.Job> first, List<ProofRun.Job> second) throws InterruptedException {
        var pairs = pairs(first, second);
        if (pairs.isEmpty()) {
            throw new InvalidInputException(Problem.of("there is no machine that both kernels are for")
                    .expected("the same architecture and VMM on both sides"));
        }
        var comparisons = new ArrayList<Comparison>();
        for (var pair : pairs) {
            comparisons.add(new Comparison(
                    pair.machine(), side(pair.first(), pair.machine()), side(pair.second(), pair.machine())));
        }
        return comparisons;
    }

    /** Two kernels that one machine can boot. */
    record Pair(QemuMachine machine, Candidate first, Candidate second) {}

    static List<Pair> pairs(List<ProofRun.Job> first, List<ProofRun.Job> second) {
        var pairs = new ArrayList<Pair>();
        for (var architecture : Architecture.values()) {
            for (var vmm : Vmm.values()) {
                var one = only(first, architecture, vmm);
                var other = only(second, architecture, vmm);
                if (one.isPresent() && other.isPresent()) {
                    for (var machine : QemuMachine.standingFor(vmm, architecture)) {
                        pairs.add(new Pair(machine, one.get(), other.get()));
                    }
                }
            }
        }
        return pairs;
    }

    private static Optional<Candidate> only(List<ProofRun.Job> jobs, Architecture architecture, Vmm vmm) {
        var fit = jobs.stream()
                .filter(job -> job.vmms().contains(vmm) && job.candidate().architecture() == architecture)
                .map(ProofRun.Job::candidate)
                .toList();
        if (fit.size() > 1) {
            throw new InvalidInputException(Problem.of("one side of a comparison is one kernel")
                    .found(fit.stream().map(Candidate::name).toList())
                    .remedy("say which with --kernel or --profile"));
        }
        return fit.stream().findFirst();
    }

    private Side side(Candidate candidate, QemuMachine machine) throws InterruptedException {
        return new Side(candidate, prover.startUp(candidate, machine, true));
    }
}
