package dev.gristmill.plan;

import dev.gristmill.builder.BuilderCreation;
import dev.gristmill.builder.BuilderPull;
import dev.gristmill.catalogue.BuilderChoice;
import dev.gristmill.catalogue.BuilderPin;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.BuilderRoots;
import dev.gristmill.toolchain.SandboxCheck;
import dev.gristmill.toolchain.Toolchain;
import dev.gristmill.toolchain.ToolchainFinder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The toolchains that kernels are compiled with: this machine's, or those of builders. */
final class Toolchains {
    private final Store store;
    private final Progress progress;
    private final ToolchainFinder onHost;
    private final BuilderRoots builders;
    private final Map<Architecture, Toolchain> found = new HashMap<>();
    private final Set<Digest> usable = new HashSet<>();

    Toolchains(Store store, Progress progress) {
        this.store = store;
        this.progress = progress;
        this.onHost = new ToolchainFinder(store);
        this.builders = new BuilderRoots(store);
    }

    /** The toolchain, if it is on this machine. Fetches nothing. */
    Optional<Toolchain> known(PlannedKernel kernel) throws InterruptedException {
        if (kernel.builder() instanceof BuilderChoice.Host) {
            return Optional.of(onHost(kernel.architecture()));
        }
        return layer(kernel.builder()).flatMap(layer -> builders.find(layer, kernel.architecture()));
    }

    /** The toolchain, which need not be on this machine, if it is known which one it is. Asks nobody. */
    Optional<Toolchain> identified(PlannedKernel kernel) throws InterruptedException {
        var known = known(kernel);
        return known.isPresent() ? known : layer(kernel.builder()).map(layer -> promised(layer, kernel));
    }

    /** The same; of a builder in a registry its name may be asked for, no more. */
    Optional<Toolchain> promised(PlannedKernel kernel) throws InterruptedException {
        var identified = identified(kernel);
        return identified.isEmpty() && kernel.builder() instanceof BuilderChoice.Image image
                ? Optional.of(promised(new BuilderPull(store, progress).name(image), kernel))
                : identified;
    }

    private Toolchain promised(Digest layer, PlannedKernel kernel) {
        return builders.promised(layer, kernel.architecture());
    }

    private Toolchain onHost(Architecture target) throws InterruptedException {
        var known = found.get(target);
        if (known == null) {
            known = onHost.find(target);
            found.put(target, known);
        }
        return known;
    }

    /** The toolchain; a builder that is not here is pulled, or made from what the lock pins. */
    Toolchain here(PlannedKernel kernel) throws InterruptedException {
        var known = known(kernel);
        return known.isPresent() ? known.get() : fetched(kernel);
    }

    /**
     * To be called before any of its programs is: finding out starts one.
     *
     * @throws StepException if this machine does not let programs be shut in
     */
    synchronized void requireUsable(Toolchain toolchain) throws InterruptedException {
        if (toolchain.root().isPresent() && !usable.contains(toolchain.identity())) {
            SandboxCheck.require(toolchain);
            usable.add(toolchain.identity());
        }
    }

    /** Sees to it that a builder is on this machine. */
    void bring(PlannedKernel kernel) throws InterruptedException {
        if (!(kernel.builder() instanceof BuilderChoice.Host) && known(kernel).isEmpty()) {
            fetched(kernel.builder());
        }
    }

    private Optional<Digest> layer(BuilderChoice choice) {
        // A pattern switch would cost 10 ms at every start.
        if (choice instanceof BuilderChoice.Local local) {
            return pin(local).map(BuilderPin::layer);
        }
        return choice instanceof BuilderChoice.Image image
                ? BuilderPull.known(image.digest(), store)
                : Optional.empty();
    }

    private static Optional<BuilderPin> pin(BuilderChoice.Local local) {
        return Architecture.ofThisMachine().flatMap(local::pin);
    }

    private Toolchain fetched(PlannedKernel kernel) throws InterruptedException {
        return builders.find(fetched(kernel.builder()), kernel.architecture()).orElseThrow();
    }

    private Digest fetched(BuilderChoice choice) throws InterruptedException {
        return switch (choice) {
            case BuilderChoice.Host host -> throw new IllegalStateException("This machine's toolchain is always here");
            case BuilderChoice.Image image -> new BuilderPull(store, progress).run(image);
            case BuilderChoice.Local local -> {
                var pin = pin(local).orElseThrow(() -> unpinned(local));
                new BuilderCreation(store, progress).unpack(pin);
                yield pin.layer();
            }
        };
    }

    private static StepException unpinned(BuilderChoice.Local local) {
        return new StepException(Problem.of("the lock pins no builder of this suite for this machine")
                .where("builder: " + local)
                .remedy("'gristmill build' and 'gristmill fetch' make and pin it, and so does 'gristmill builder create"
                        + " --suite " + local.suite() + "'"));
    }
}
