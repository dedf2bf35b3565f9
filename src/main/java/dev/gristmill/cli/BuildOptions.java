package dev.gristmill.cli;

import dev.gristmill.boot.Proof;
import dev.gristmill.catalogue.CacheChoice;
import dev.gristmill.catalogue.Catalogue;
import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.catalogue.ImageChoices;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PublishedIndex;
import dev.gristmill.kernel.BuildCache;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Vmm;
import dev.gristmill.plan.BuildRun;
import dev.gristmill.plan.LockRun;
import dev.gristmill.plan.PlannedKernel;
import dev.gristmill.plan.Selection;
import dev.gristmill.plan.Unit;
import dev.gristmill.plan.Units;
import dev.gristmill.progress.Progress;
import dev.gristmill.registry.RegistryAddress;
import dev.gristmill.registry.Repository;
import dev.gristmill.signature.Signer;
import dev.gristmill.signature.VerificationKey;
import dev.gristmill.store.Store;
import dev.gristmill.trust.RegistryCache;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What is built, how, and where it goes. */
final class BuildOptions {
    private final GlobalOptions global;
    private final RegistryOptions registry;
    private final SelectionOptions selection = new SelectionOptions();
    private final LayoutOption layout = new LayoutOption();
    private final JobsOption jobs = new JobsOption();

    private final OptionSpec debugImages =
            Options.flag("--debug-images", "Write images with symbols too; builds again what was built without them.");

    private final OptionSpec lenient = Options.list(
            "--allow-contract-violations",
            "VMM",
            "Build kernels whose configuration breaks the contract of this VMM, too; their images say so. May be"
                    + " repeated.");

    /** @param registry whose credentials variables may hold */
    BuildOptions(GlobalOptions global, RegistryOptions registry) {
        this.global = global;
        this.registry = registry;
    }

    /**
     * What the command line asks for.
     *
     * @param planned as the catalogue names it; what of it is not pinned is pinned by the build
     */
    record Order(Catalogue catalogue, List<PlannedKernel> planned, int jobs, Set<Vmm> lenient) {}

    /** Images of kernels that are published together, and the proofs that these boot. */
    record Built(List<PublishedIndex> images, List<Proof> proofs) {
        boolean passed() {
            return proofs.stream().allMatch(Proof::passed);
        }

        static Built all(List<Built> groups) {
            return new Built(
                    groups.stream().flatMap(group -> group.images().stream()).toList(),
                    groups.stream().flatMap(group -> group.proofs().stream()).toList());
        }
    }

    void addTo(CommandSpec spec) {
        selection.addTo(spec);
        layout.addTo(spec);
        jobs.addTo(spec);
        spec.addOption(debugImages).addOption(lenient);
    }

    Path layout() {
        return layout.folder();
    }

    /** @throws InvalidInputException if a layout is named */
    void requireNoLayout(String option) {
        if (layout.isNamed()) {
            throw new InvalidInputException(Problem.of("a layout is named that nothing would be written to")
                    .where("--output " + layout.folder())
                    .expected("no layout with " + option + ": the registry is where shards meet"));
        }
    }

    Set<Vmm> vmms() {
        return selection.vmms();
    }

    /** @throws InvalidInputException if the catalogue or an option is wrong */
    Order order() {
        int parallel = jobs.value();
        var catalogue = CatalogueReader.read(global.catalogue());
        return new Order(
                catalogue,
                selection.selection().of(catalogue),
                parallel,
                Set.copyOf(Selection.vmms("--allow-contract-violations", lenient.getValue())));
    }

    /** How images are packed and named. */
    ImageChoices choices(Order order) {
        var choices = order.catalogue().images();
        return debugImages.<Boolean>getValue() ? choices.withDebug() : choices;
    }

    /**
     * What is asked for, as all machines know it.
     *
     * @throws InvalidInputException if another machine may understand it otherwise
     */
    List<Unit> units(Order order, Store store, Progress progress) {
        return new Units(store, progress, choices(order), order.lenient()).of(order.planned());
    }

    /**
     * What builds the order, or a part of it.
     *
     * @param signer signs what is brought to the cache, if anybody does
     */
    BuildRun run(Order order, Optional<Signer> signer, Store store, Progress progress) {
        var cache = cache(order.catalogue(), signer, store, progress);
        var sharing = new BuildRun.Sharing(cache, order.catalogue().compileHosts());
        return new BuildRun(store, progress, choices(order), order.lenient(), sharing);
    }

    /**
     * @param signer signs what is brought to the cache, if anybody does
     * @param following what is done with what was built, while other kernels still compile
     */
    Built build(
            Order order, Optional<Signer> signer, Store store, Progress progress, BuildRun.Following<Built> following)
            throws InterruptedException {
        var catalogue = order.catalogue();
        var layout = OciLayout.at(layout(), store);
        var run = run(order, signer, store, progress);
        run.check(order.planned());
        var pinned = selection.selection().of(new LockRun(store, progress).complete(catalogue, order.planned()));
        return Built.all(run.run(pinned, order.jobs(), layout, following));
    }

    private BuildCache cache(Catalogue catalogue, Optional<Signer> signer, Store store, Progress progress) {
        return catalogue.cache().isPresent()
                ? new RegistryCache(place(catalogue, catalogue.cache().get()), signer, store, progress)
                : BuildCache.NONE;
    }

    private RegistryCache.Place place(Catalogue catalogue, CacheChoice cache) {
        var address = RegistryAddress.parse(cache.repository(), "cache");
        return new RegistryCache.Place(
                new Repository(address.host(), address.path()),
                registry.access(catalogue),
                cache.key().map(VerificationKey::read));
    }
}
