package dev.gristmill.plan;

import dev.gristmill.catalogue.BuilderChoice;
import dev.gristmill.catalogue.ImageChoices;
import dev.gristmill.image.PublishedIndex;
import dev.gristmill.kernel.BuildCache;
import dev.gristmill.kernel.CompileHosts;
import dev.gristmill.kernel.JobServer;
import dev.gristmill.kernel.Jobs;
import dev.gristmill.kernel.KernelBuilder;
import dev.gristmill.kernel.KernelSymbols;
import dev.gristmill.model.CompileHost;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Vmm;
import dev.gristmill.progress.Progress;
import dev.gristmill.registry.Parallel;
import dev.gristmill.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** Builds kernels and writes their images to a layout. */
public final class BuildRun {
    private final Store store;
    private final CompileHosts hosts;
    private final KernelBuilder kernels;
    private final ImageWriter images;
    private final ImageChoices choices;
    private final Requests requests;
    private final ReadyKernels ready;
    private final Preparation preparation;

    /**
     * What other machines do for this one.
     *
     * @param hosts that compile single files
     */
    public record Sharing(BuildCache cache, List<CompileHost> hosts) {
        public Sharing {
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * @param lenient VMMs whose contracts a configuration may break; the images will say so
     * @param sharing where kernels are shared, and who compiles for this machine
     * @param layout the folder of the OCI image layout to write to
     */
    public BuildRun(
            Store store, Progress progress, ImageChoices choices, Set<Vmm> lenient, Sharing sharing, Path layout) {
        this.store = store;
        this.requests = new Requests(store, progress);
        this.hosts = new CompileHosts(sharing.hosts(), store, progress);
        this.kernels = new KernelBuilder(store, progress, store.logs(), sharing.cache(), hosts);
        this.choices = choices;
        var sources = new Sources(store, progress);
        this.ready = new ReadyKernels(store, sources, requests, kernels, sharing.cache(), choices.debug());
        this.preparation = new Preparation(sources, requests, ready, new ContractGate(progress, lenient));
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
        var groups = List.copyOf(groups(preparation.of(planned)));
        // Two stations, each with room for one group: while one is packed, the next one compiles.
        var compiling = new Semaphore(1, true);
        var packing = new Semaphore(1, true);
        var written = Parallel.map(groups, group -> {
            var finished = alone(compiling, () -> finish(group, jobs));
            var profile = group.getFirst().planned().profile();
            return alone(packing, () -> images.write(profile, finished));
        });
        return written.stream().flatMap(List::stream).toList();
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
    private List<ImageWriter.Finished> finish(List<WantedKernel> group, int jobs) throws InterruptedException {
        try (var shares = shares(group, jobs)) {
            return Parallel.map(group, wanted -> finish(wanted, shares));
        }
    }

    private JobShares shares(List<WantedKernel> group, int jobs) throws InterruptedException {
        int compiles = (int) group.stream().filter(this::compiles).count();
        boolean served = compiles > 1
                && jobs > 1
                && JobServer.isFor(group.getFirst().request().toolchain());
        return new JobShares(
                jobs + (compiles > 0 ? jobsOfOthers(group) : 0),
                compiles,
                served ? Optional.of(JobServer.open(store.temporary("jobs"))) : Optional.empty());
    }

    private int jobsOfOthers(List<WantedKernel> group) throws InterruptedException {
        int most = 0;
        for (var wanted : group) {
            var helping = hosts.of(wanted.request().toolchain());
            most = Math.max(most, helping.stream().mapToInt(CompileHost::jobs).sum());
        }
        return most;
    }

    private boolean compiles(WantedKernel wanted) {
        return kernels.compiles(wanted.request(), choices.debug());
    }

    private ImageWriter.Finished finish(WantedKernel wanted, JobShares shares) throws InterruptedException {
        if (!compiles(wanted)) {
            return finish(wanted, Jobs.own(1));
        }
        requests.requireUsable(wanted.request().toolchain());
        try (var share = shares.take()) {
            return finish(wanted, share.jobs());
        }
    }

    private ImageWriter.Finished finish(WantedKernel wanted, Jobs jobs) throws InterruptedException {
        var request = wanted.request();
        // First, since a compile for the sake of symbols gives the kernel too.
        var symbols = choices.debug() ? Optional.of(kernels.symbols(request, jobs)) : Optional.<KernelSymbols>empty();
        var kernel = kernels.build(request, jobs);
        ready.offer(wanted.resolved());
        return new ImageWriter.Finished(kernel, symbols, wanted.violations());
    }

    /** Kernels that are published together: one source and profile, all architectures. */
    private static Collection<List<WantedKernel>> groups(List<WantedKernel> wanted) {
        // By text: the methods of a record that is a key would cost several milliseconds at every start.
        var groups = new LinkedHashMap<String, List<WantedKernel>>();
        for (var one : wanted) {
            var profile = one.planned().profile();
            var group = one.request().source().content() + " " + profile.name() + " " + profile.vmms();
            groups.computeIfAbsent(group, g -> new ArrayList<>()).add(one);
        }
        return groups.values();
    }
}
