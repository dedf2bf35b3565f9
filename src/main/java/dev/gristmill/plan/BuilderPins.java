package dev.gristmill.plan;

import dev.gristmill.builder.BuilderCreation;
import dev.gristmill.catalogue.BuilderChoice;
import dev.gristmill.catalogue.BuilderPin;
import dev.gristmill.catalogue.Catalogue;
import dev.gristmill.catalogue.Lock;
import dev.gristmill.model.Architecture;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Pins the builders that are made on the machine which compiles. */
final class BuilderPins {
    private final Store store;
    private final Progress progress;

    BuilderPins(Store store, Progress progress) {
        this.store = store;
        this.progress = progress;
    }

    /**
     * Makes, for this machine, those builders of these kernels that are not pinned for it, and writes the lock if there were
     * any. Where another machine's are pinned, they stay.
     *
     * @return the catalogue with its lock as it is then
     */
    Catalogue complete(Catalogue catalogue, List<PlannedKernel> planned) throws InterruptedException {
        var suites = new TreeSet<String>();
        for (var kernel : planned) {
            if (kernel.builder() instanceof BuilderChoice.Local local
                    && ofThisMachine(local).isEmpty()) {
                suites.add(local.suite());
            }
        }
        var lock = catalogue.lock();
        for (var suite : suites) {
            lock = pinned(lock, suite);
        }
        return suites.isEmpty() ? catalogue : catalogue.with(lock);
    }

    private Lock pinned(Lock lock, String suite) throws InterruptedException {
        var pinned = lock.with(new BuilderCreation(store, progress).newest(suite));
        pinned.write();
        progress.note("the lock pins the builder of " + suite + " now: " + lock.file());
        return pinned;
    }

    private static Optional<BuilderPin> ofThisMachine(BuilderChoice.Local local) {
        return Architecture.ofThisMachine().flatMap(local::pin);
    }
}
