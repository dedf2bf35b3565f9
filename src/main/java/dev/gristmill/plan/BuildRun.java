package dev.gristmill.plan;

import dev.gristmill.catalogue.ImageChoices;
import dev.gristmill.contract.Violation;
import dev.gristmill.image.PublishedIndex;
import dev.gristmill.kernel.KernelBuilder;
import dev.gristmill.kernel.KernelRequest;
import dev.gristmill.kernel.KernelSymbols;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Vmm;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Builds kernels and writes their images to a layout. Everything that can be wrong is found as early as it can be: all
 * sources before the first configuration, all configurations before the first compile.
 */
public final class BuildRun {
    private final Sources sources;
    private final KernelBuilder kernels;
    private final ImageWriter images;
    private final ImageChoices choices;
    private final Requests requests;
    private final ContractGate contracts;

    /**
     * @param lenient VMMs whose contracts a configuration may break; the images will say so
     * @param layout the folder of the OCI image layout to write to
     */
    public BuildRun(Store store, Progress progress, ImageChoices choices, Set<Vmm> lenient, Path layout) {
        this.sources = new Sources(store, progress);
        this.requests = new Requests(store, progress);
        this.contracts = new ContractGate(progress, lenient);
        this.kernels = new KernelBuilder(store, progress);
        this.choices = choices;
        this.images = new ImageWriter(store, progress, choices, layout);
    }

    /**
     * Reads every fragment of these kernels' profiles.
     *
     * @throws InvalidInputException if there are mistakes in them
     */
    public void check(List<PlannedKernel> planned) {
        planned.forEach(kernel -> requests.check(kernel.profile()));
    }

    /**
     * Runs the steps that are missing.
     *
     * @param jobs how many programs make may run at once
     * @return what the layout now holds of these kernels, in their order
     * @throws InterruptedException if this thread is interrupted; no child is left, what was finished stays
     */
    public List<PublishedIndex> run(List<PlannedKernel> planned, int jobs) throws InterruptedException {
        check(planned);
        var built = new ArrayList<PublishedIndex>();
        for (var group : groups(configured(planned)).values()) {
            var finished = new ArrayList<ImageWriter.Finished>();
            for (var wanted : group) {
                finished.add(finish(wanted, jobs));
            }
            built.addAll(images.write(group.getFirst().planned().profile(), finished));
        }
        return built;
    }

    private ImageWriter.Finished finish(Wanted wanted, int jobs) throws InterruptedException {
        var request = wanted.request();
        // First, since a compile for the sake of symbols gives the kernel too.
        var symbols = choices.debug() ? Optional.of(kernels.symbols(request, jobs)) : Optional.<KernelSymbols>empty();
        return new ImageWriter.Finished(kernels.build(request, jobs), symbols, wanted.violations());
    }

    /** @param violations with leave */
    private record Wanted(PlannedKernel planned, KernelRequest request, List<Violation> violations) {}

    /** Kernels that are published together: one release and profile, all architectures. */
    private record Group(SourceTree tree, String profile, List<Vmm> vmms) {}

    private List<Wanted> configured(List<PlannedKernel> planned) throws InterruptedException {
        var offered = new ArrayList<OfferedKernel>();
        for (var kernel : planned) {
            offered.add(new OfferedKernel(kernel, sources.offer(kernel.version(), kernel.source())));
        }
        var clashes = Tags.clashes(offered);
        if (!clashes.isEmpty()) {
            throw new InvalidInputException(clashes);
        }
        var trees = new ArrayList<SourceTree>();
        for (var kernel : offered) {
            trees.add(sources.tree(kernel.offer(), kernel.planned().profile()));
        }
        var configured = new ArrayList<ConfiguredKernel>();
        for (int i = 0; i < trees.size(); i++) {
            configured.add(requests.configured(planned.get(i), trees.get(i)));
        }
        return configured.stream().map(this::held).toList();
    }

    /** Held to the contracts of its VMMs. */
    private Wanted held(ConfiguredKernel kernel) {
        var violations = requests.violations(kernel);
        contracts.check(violations);
        return new Wanted(kernel.planned(), Requests.compile(kernel), violations);
    }

    private static Map<Group, List<Wanted>> groups(List<Wanted> wanted) {
        var groups = new LinkedHashMap<Group, List<Wanted>>();
        for (var one : wanted) {
            var profile = one.planned().profile();
            var group = new Group(one.request().source(), profile.name(), profile.vmms());
            groups.computeIfAbsent(group, g -> new ArrayList<>()).add(one);
        }
        return groups;
    }
}
