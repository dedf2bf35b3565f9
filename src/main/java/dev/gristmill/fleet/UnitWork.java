package dev.gristmill.fleet;

import dev.gristmill.boot.Proof;
import dev.gristmill.boot.Prover;
import dev.gristmill.catalogue.ImageChoices;
import dev.gristmill.image.PublishedIndex;
import dev.gristmill.model.StepException;
import dev.gristmill.plan.BootRun;
import dev.gristmill.plan.BuildRun;
import dev.gristmill.plan.Unit;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Builds units as {@code build} does, and boots them. */
public final class UnitWork implements ShardRun.Work {
    private final Function<Path, BuildRun> builds;
    private final ImageChoices choices;
    private final boolean boots;
    private final Prover.Options proving;
    private final int jobs;
    private final Store store;
    private final Progress progress;
    private final List<Proof> proofs = new ArrayList<>();

    /**
     * @param builds makes the build that writes to a layout
     * @param proving how it boots, if it does
     * @param jobs how many programs, or machines, may run at once
     */
    public UnitWork(
            Function<Path, BuildRun> builds,
            ImageChoices choices,
            boolean boots,
            Prover.Options proving,
            int jobs,
            Store store,
            Progress progress) {
        this.builds = builds;
        this.choices = choices;
        this.boots = boots;
        this.proving = proving;
        this.jobs = jobs;
        this.store = store;
        this.progress = progress;
    }

    @Override
    public boolean boots() {
        return boots;
    }

    /** Of all units so far. */
    public List<Proof> proofs() {
        return List.copyOf(proofs);
    }

    @Override
    public List<PublishedIndex> run(Unit unit, Path layout) throws InterruptedException {
        var built = builds.apply(layout).run(List.of(unit.planned()), jobs, (kernels, images) -> {
            if (boots) {
                var vmms = Set.copyOf(unit.planned().profile().vmms());
                var shown = new BootRun(store, progress, choices, layout, proving).run(kernels, vmms, jobs);
                proofs.addAll(shown);
                requirePassed(shown);
            }
            return images;
        });
        return built.getFirst();
    }

    private static void requirePassed(List<Proof> proofs) {
        var failures =
                proofs.stream().flatMap(proof -> proof.failure().stream()).toList();
        if (!failures.isEmpty()) {
            throw new StepException(failures, null);
        }
    }
}
