package dev.gristmill.fleet;

import dev.gristmill.boot.Proof;
import dev.gristmill.model.StepException;
import dev.gristmill.plan.BootRun;
import dev.gristmill.plan.BuildRun;
import dev.gristmill.plan.Unit;
import dev.gristmill.plan.WrittenImages;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Builds units as {@code build} does, and boots them. */
public final class UnitWork implements ShardRun.Work {
    private final BuildRun build;
    private final Optional<BootRun> boot;
    private final int jobs;
    private List<Proof> proofs = List.of();

    /**
     * @param boot if units are booted
     * @param jobs how many programs, or machines, may run at once
     */
    public UnitWork(BuildRun build, Optional<BootRun> boot, int jobs) {
        this.build = build;
        this.boot = boot;
        this.jobs = jobs;
    }

    @Override
    public boolean boots() {
        return boot.isPresent();
    }

    /** Of all units, when they are done. */
    public List<Proof> proofs() {
        return proofs;
    }

    @Override
    public void run(List<Unit> units, ShardRun.Done done) throws InterruptedException {
        var planned = units.stream().map(Unit::planned).toList();
        var shown = build.runApart(planned, jobs, written -> {
            var unit = units.get(planned.indexOf(written.kernels().getFirst().planned()));
            var passed = boot.isPresent() ? passed(boot.get(), unit, written) : List.<Proof>of();
            done.unit(unit, written.images(), written.layout());
            return passed;
        });
        proofs = shown.stream().flatMap(List::stream).toList();
    }

    private List<Proof> passed(BootRun boot, Unit unit, WrittenImages written) throws InterruptedException {
        var vmms = Set.copyOf(unit.planned().profile().vmms());
        var shown = boot.run(written, vmms, jobs);
        var failures = shown.stream().flatMap(proof -> proof.failure().stream()).toList();
        if (!failures.isEmpty()) {
            throw new StepException(failures, null);
        }
        return shown;
    }
}
