package dev.gristmill.plan;

import dev.gristmill.kconfig.ConfigurationResolver;
import dev.gristmill.kernel.BuiltKernels;
import dev.gristmill.kernel.KernelRequest;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.SourceOffer;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.ToolchainFinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what would be built and what of it is there. Compiles, fetches and unpacks nothing. */
public final class Planner {
    private final Sources sources;
    private final ToolchainFinder toolchains;
    private final ConfigurationResolver configurations;
    private final BuiltKernels kernels;
    private final Requests requests = new Requests();

    public Planner(Store store, Progress progress) {
        this.sources = new Sources(store, progress);
        this.toolchains = new ToolchainFinder(store);
        this.configurations = new ConfigurationResolver(store, progress);
        this.kernels = new BuiltKernels(store);
    }

    /** Asks the sources only for what is not remembered from a short while ago. */
    public List<PlanLine> plan(List<PlannedKernel> planned) throws InterruptedException {
        planned.forEach(kernel -> requests.check(kernel.profile()));
        var lines = new ArrayList<PlanLine>();
        for (var kernel : planned) {
            lines.add(line(kernel, sources.offer(kernel.version(), kernel.source())));
        }
        return lines;
    }

    private PlanLine line(PlannedKernel kernel, SourceOffer offer) throws InterruptedException {
        var tree = sources.here(offer);
        var request = tree.isPresent() ? request(kernel, tree.get()) : Optional.<KernelRequest>empty();
        var key = request.map(KernelRequest::key);
        return new PlanLine(
                kernel,
                offer,
                tree.isPresent() ? Presence.THERE : Presence.MISSING,
                tree.isEmpty() ? Presence.UNKNOWN : key.isPresent() ? Presence.THERE : Presence.MISSING,
                key.map(k -> kernels.find(k).isPresent() ? Presence.THERE : Presence.MISSING)
                        .orElse(Presence.UNKNOWN),
                key);
    }

    private Optional<KernelRequest> request(PlannedKernel kernel, SourceTree tree) throws InterruptedException {
        var toolchain = toolchains.find(kernel.architecture());
        return configurations
                .known(tree, toolchain, requests.of(kernel, tree.release()))
                .map(config -> KernelRequest.of(
                        tree,
                        config.file(),
                        config.digest(),
                        toolchain,
                        kernel.profile().name()));
    }
}
