package dev.gristmill.plan;

import dev.gristmill.catalogue.ImageChoices;
import dev.gristmill.image.ImagePacker;
import dev.gristmill.image.KernelImageSpec;
import dev.gristmill.kernel.BuiltKernel;
import dev.gristmill.kernel.BuiltKernels;
import dev.gristmill.model.Digest;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.SourceOffer;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.Toolchain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says what would be built and what of it is there. Compiles, fetches and unpacks nothing. */
public final class Planner {
    private final Sources sources;
    private final BuiltKernels kernels;
    private final Requests requests;
    private final Progress progress;
    private final MissingKernels missing;
    private final ImagePacker packer;
    private final boolean symbols;

    public Planner(Store store, Progress progress, ImageChoices choices) {
        this.sources = new Sources(store, progress);
        this.requests = new Requests(store, progress);
        this.progress = progress;
        this.kernels = new BuiltKernels(store);
        this.missing = new MissingKernels(store, requests);
        this.packer = new ImagePacker(store, progress, choices.compression());
        this.symbols = choices.debug();
    }

    /** Asks the sources only for what is not remembered from a short while ago. */
    public List<PlanLine> plan(List<PlannedKernel> planned) throws InterruptedException {
        planned.forEach(kernel -> requests.check(kernel.profile()));
        var offered = new ArrayList<NamedKernel>();
        var lines = new ArrayList<PlanLine>();
        for (var kernel : planned) {
            var offer = sources.offer(kernel.version(), kernel.source());
            offered.add(new NamedKernel(kernel, offer.release()));
            lines.add(line(kernel, offer));
        }
        for (var clash : Tags.clashes(offered)) {
            progress.warn(clash.toString());
        }
        return lines;
    }

    private PlanLine line(PlannedKernel kernel, SourceOffer offer) throws InterruptedException {
        var tree = sources.here(offer, kernel.profile());
        var source = tree.map(SourceTree::what).or(() -> sources.identity(offer, kernel.profile()));
        var key = source.isPresent() ? requests.knownKey(kernel, source.get(), tree) : Optional.<Digest>empty();
        var built = key.flatMap(kernels::find);
        return new PlanLine(
                kernel,
                offer,
                tree.isPresent() ? Presence.THERE : Presence.MISSING,
                key.isPresent() ? Presence.THERE : tree.isEmpty() ? Presence.UNKNOWN : Presence.MISSING,
                key.isEmpty() ? Presence.UNKNOWN : presence(built),
                built.isEmpty() ? Presence.UNKNOWN : presence(packer.packed(spec(kernel, built.get()), symbols)),
                requests.toolchain(kernel).map(Toolchain::description),
                key,
                built.isPresent() ? Optional.empty() : Optional.of(missing.of(kernel, offer, tree)));
    }

    private static Presence presence(Optional<?> found) {
        return found.isPresent() ? Presence.THERE : Presence.MISSING;
    }

    private static KernelImageSpec spec(PlannedKernel planned, BuiltKernel kernel) {
        var profile = planned.profile();
        return KernelImageSpec.of(kernel, profile.name(), Set.copyOf(profile.vmms()));
    }
}
