package dev.gristmill.plan;

import dev.gristmill.catalogue.BuilderChoice;
import dev.gristmill.catalogue.ImageChoices;
import dev.gristmill.image.OciLayout;
import dev.gristmill.kernel.BuildCache;
import dev.gristmill.kernel.CompileHosts;
import dev.gristmill.kernel.KernelBuilder;
import dev.gristmill.model.CompileHost;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Vmm;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Builds kernels and writes their images to layouts. */
public final class BuildRun {
    private final Store store;
    private final CompileHosts hosts;
    private final Requests requests;
    private final Preparation preparation;
    private final KernelBuilder kernels;
    private final ReadyKernels ready;
    private final boolean symbols;
    private final ImageWriter images;

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
     */
    public BuildRun(Store store, Progress progress, ImageChoices choices, Set<Vmm> lenient, Sharing sharing) {
        this.store = store;
        this.requests = new Requests(store, progress);
        this.hosts = new CompileHosts(sharing.hosts(), store, progress);
        this.symbols = choices.debug();
        this.kernels = new KernelBuilder(store, progress, store.logs(), sharing.cache(), hosts);
        var sources = new Sources(store, progress);
        this.ready = new ReadyKernels(store, sources, requests, kernels, sharing.cache(), symbols);
        this.preparation = new Preparation(sources, requests, ready, new ContractGate(progress, lenient));
        this.images = new ImageWriter(store, progress, choices);
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

    /** What is done with images that are in their layout, while other kernels still compile; by several threads. */
    public interface Following<T> {
        T of(WrittenImages written) throws InterruptedException;
    }

    /**
     * Runs the steps that are missing, and what follows on them for each group of kernels that are published together.
     *
     * @param jobs how many programs make may run at once
     * @return what came of each group, in the order of the kernels
     * @throws InterruptedException if this thread is interrupted; no child is left, what was finished stays
     */
    public <T> List<T> run(List<PlannedKernel> planned, int jobs, OciLayout layout, Following<T> following)
            throws InterruptedException {
        check(planned);
        return run(Group.together(preparation.find(planned), layout), jobs, following);
    }

    /**
     * The same for each kernel by itself, in a layout of its own that is gone with the store.
     *
     * @return what came of each kernel, in their order
     */
    public <T> List<T> runApart(List<PlannedKernel> planned, int jobs, Following<T> following)
            throws InterruptedException {
        check(planned);
        return run(Group.apart(preparation.find(planned), store), jobs, following);
    }

    private <T> List<T> run(List<Group> groups, int jobs, Following<T> following) throws InterruptedException {
        long missing = groups.stream()
                .flatMap(group -> group.kernels().stream())
                .filter(kernel -> kernel.ready().isEmpty())
                .count();
        boolean shared = jobs > 1 && missing > 1;
        try (var shares = new JobShares(jobs, shared ? Optional.of(store.temporary("jobs")) : Optional.empty())) {
            var compiling = new Compiling(kernels, hosts, requests, ready, symbols, shares);
            return new BuildLine<>(preparation, compiling, images, following).run(groups);
        }
    }
}
