package dev.gristmill.plan;

import dev.gristmill.catalogue.BuilderChoice;
import dev.gristmill.catalogue.ImageChoices;
import dev.gristmill.contract.Violation;
import dev.gristmill.image.PublishedIndex;
import dev.gristmill.kernel.CompileHosts;
import dev.gristmill.kernel.JobServer;
import dev.gristmill.kernel.Jobs;
import dev.gristmill.kernel.KernelBuilder;
import dev.gristmill.kernel.KernelCache;
import dev.gristmill.kernel.KernelRequest;
import dev.gristmill.kernel.KernelSymbols;
import dev.gristmill.model.CompileHost;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Vmm;
import dev.gristmill.progress.Progress;
import dev.gristmill.registry.Parallel;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Builds kernels and writes their images to a layout. Everything that can be wrong is found as early as it can be: all
 * sources before the first configuration, all configurations before the first compile.
 */
public final class BuildRun {
    private final Store store;
    private final Sources sources;
    private final CompileHosts hosts;
    private final KernelBuilder kernels;
    private final ImageWriter images;
    private final ImageChoices choices;
    private final Requests requests;
    private final ContractGate contracts;

    /**
     * What other machines do for this one.
     *
     * @param hosts that compile single files
     */
    public record Sharing(KernelCache cache, List<CompileHost> hosts) {
        public Sharing {
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * @param lenient VMMs whose contracts a configuration may break; the images will say so
     * @param sharing where built kernels are shared, and who compiles for this machine
     * @param layout the folder of the OCI image layout to write to
     */
    public BuildRun(
            Store store, Progress progress, ImageChoices choices, Set<Vmm> lenient, Sharing sharing, Path layout) {
        this.store = store;
        this.sources = new Sources(store, progress);
        this.requests = new Requests(store, progress);
        this.contracts = new ContractGate(progress, lenient);
        this.hosts = new CompileHosts(sharing.hosts(), store, progress);
        this.kernels = new KernelBuilder(store, progress, store.logs(), sharing.cache(), hosts);
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
        var shutIn = planned.stream()
                .map(PlannedKernel::builder)
                .filter(builder -> !(builder instanceof BuilderChoice.Host))
                .findFirst();
        if (hosts.named() && shutIn.isPresent()) {
            throw new InvalidInputException(Problem.of("what a builder compiles reaches no other machine")
                    .where("distcc, with builder: " + shutIn.get())
                    .expected("builder: host, with the same compiler on all machines")
                    .remedy("leave out one of the two keys"));
        }
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
        var groups = groups(configured(planned));
        // Two stations, each with room for one group: while one is packed, the next one compiles.
        var compiling = new Semaphore(1, true);
        var packing = new Semaphore(1, true);
        Map<Group, List<PublishedIndex>> written = new ConcurrentHashMap<>();
        Parallel.each(groups.entrySet(), group -> {
            var wanted = group.getValue();
            var finished = alone(compiling, () -> finish(wanted, jobs));
            var profile = wanted.getFirst().planned().profile();
            written.put(group.getKey(), alone(packing, () -> images.write(profile, finished)));
        });
        var built = new ArrayList<PublishedIndex>();
        groups.keySet().forEach(group -> built.addAll(Objects.requireNonNull(written.get(group))));
        return built;
    }

    private interface Step<T> {
        T run() throws InterruptedException;
    }

    private static <T> T alone(Semaphore station, Step<T> step) throws InterruptedException {
        station.acquire();
        try {
            return step.run();
        } finally {
            station.release();
        }
    }

    /** Side by side, since architectures of one profile take about the same time. */
    private List<ImageWriter.Finished> finish(List<Wanted> group, int jobs) throws InterruptedException {
        try (var shares = shares(group, jobs)) {
            Map<Wanted, ImageWriter.Finished> finished = new ConcurrentHashMap<>();
            Parallel.each(group, wanted -> finished.put(wanted, finish(wanted, shares)));
            return group.stream()
                    .map(finished::get)
                    .map(Objects::requireNonNull)
                    .toList();
        }
    }

    private JobShares shares(List<Wanted> group, int jobs) throws InterruptedException {
        int compiles = (int) group.stream().filter(this::compiles).count();
        boolean served = compiles > 1
                && jobs > 1
                && JobServer.isFor(group.getFirst().request().toolchain());
        return new JobShares(
                jobs + (compiles > 0 ? jobsOfOthers(group) : 0),
                compiles,
                served ? Optional.of(JobServer.open(store.temporary("jobs"))) : Optional.empty());
    }

    private int jobsOfOthers(List<Wanted> group) throws InterruptedException {
        int most = 0;
        for (var wanted : group) {
            var helping = hosts.of(wanted.request().toolchain());
            most = Math.max(most, helping.stream().mapToInt(CompileHost::jobs).sum());
        }
        return most;
    }

    private boolean compiles(Wanted wanted) {
        return kernels.compiles(wanted.request(), choices.debug());
    }

    private ImageWriter.Finished finish(Wanted wanted, JobShares shares) throws InterruptedException {
        if (!compiles(wanted)) {
            return finish(wanted, Jobs.own(1));
        }
        requests.requireUsable(wanted.request().toolchain());
        try (var share = shares.take()) {
            return finish(wanted, share.jobs());
        }
    }

    private ImageWriter.Finished finish(Wanted wanted, Jobs jobs) throws InterruptedException {
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
