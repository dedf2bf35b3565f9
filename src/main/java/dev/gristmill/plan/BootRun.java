package dev.gristmill.plan;

import dev.gristmill.boot.Candidate;
import dev.gristmill.boot.Promises;
import dev.gristmill.boot.Proof;
import dev.gristmill.boot.Prover;
import dev.gristmill.catalogue.ImageChoices;
import dev.gristmill.catalogue.Profile;
import dev.gristmill.image.Descriptor;
import dev.gristmill.image.ImagePacker;
import dev.gristmill.image.KernelImageSpec;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PackedKernel;
import dev.gristmill.kernel.BuiltKernel;
import dev.gristmill.kernel.BuiltKernels;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.model.Vmm;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Boots kernels that were built, from the bytes in their images in a layout. Builds nothing. */
public final class BootRun {
    private final Sources sources;
    private final Requests requests;
    private final BuiltKernels kernels;
    private final ImagePacker packer;
    private final boolean symbols;
    private final ProofRun proofs;
    private final Promises promises = Promises.builtIn();

    public BootRun(Store store, Progress progress, ImageChoices choices, Prover.Options options) {
        this.sources = new Sources(store, progress);
        this.requests = new Requests(store, progress);
        this.kernels = new BuiltKernels(store);
        this.packer = new ImagePacker(store, progress, choices.compression());
        this.symbols = choices.debug();
        this.proofs = new ProofRun(store, progress, options);
    }

    /** @throws StepException naming the packages and the command, if this machine cannot boot such kernels */
    public static void requireEmulators(List<PlannedKernel> planned) {
        ProofRun.requireEmulators(
                planned.stream().map(PlannedKernel::architecture).toList());
    }

    /**
     * Boots each kernel for each VMM of its profile that is wanted. May be called by several threads.
     *
     * @param parallel how many machines may run at once
     * @return the proofs in the order of the kernels, failed ones among them
     * @throws StepException if a machine cannot be made
     * @throws InterruptedException if this thread is interrupted; no machine is left
     */
    public List<Proof> run(WrittenImages written, Set<Vmm> wanted, int parallel) throws InterruptedException {
        var jobs = new ArrayList<ProofRun.Job>();
        for (var kernel : written.kernels()) {
            jobs.add(job(kernel.planned(), kernel.images(), wanted, written.layout()));
        }
        return proofs.run(jobs, parallel);
    }

    /**
     * What is to be booted; nothing is, yet.
     *
     * @param layout that holds their images
     * @throws StepException if a kernel is not there
     */
    public List<ProofRun.Job> jobs(List<PlannedKernel> planned, Set<Vmm> wanted, OciLayout layout)
            throws InterruptedException {
        var jobs = new ArrayList<ProofRun.Job>();
        for (var kernel : planned) {
            jobs.add(job(kernel, packed(kernel).orElseThrow(() -> missing(kernel)), wanted, layout));
        }
        return jobs;
    }

    private ProofRun.Job job(PlannedKernel planned, PackedKernel packed, Set<Vmm> wanted, OciLayout layout) {
        var vmms = planned.profile().vmms().stream().filter(wanted::contains).toList();
        return new ProofRun.Job(candidate(planned, packed, layout), vmms);
    }

    private static StepException missing(PlannedKernel planned) {
        return new StepException(Problem.of("there is no kernel to boot")
                .where(subject(planned))
                .remedy("gristmill build --kernel " + planned.version() + " --profile "
                        + planned.profile().name() + " --arch " + planned.architecture()));
    }

    private Candidate candidate(PlannedKernel planned, PackedKernel packed, OciLayout layout) {
        var kernel = packed.kernel();
        return new Candidate(
                kernel.kernelRelease() + "-" + planned.profile().name(),
                kernel.architecture(),
                kernel.kernelRelease(),
                blob(packed.bin().layer(), planned, layout),
                digest(kernel),
                packed.modules().map(image -> blob(image.layer(), planned, layout)),
                promises.of(fragments(planned.profile())));
    }

    private Optional<PackedKernel> packed(PlannedKernel planned) throws InterruptedException {
        return key(planned)
                .flatMap(kernels::find)
                .flatMap(kernel -> packer.packed(
                        KernelImageSpec.of(
                                kernel,
                                planned.profile().name(),
                                Set.copyOf(planned.profile().vmms())),
                        symbols));
    }

    /** By what is remembered first, which takes no source to be here or anywhere. */
    private Optional<Digest> key(PlannedKernel planned) throws InterruptedException {
        var source = sources.identity(planned);
        var known = source.isPresent()
                ? requests.knownKey(planned, source.get(), Optional.empty())
                : Optional.<Digest>empty();
        if (known.isPresent()) {
            return known;
        }
        var tree = sources.here(sources.offer(planned.version(), planned.source()), planned.profile());
        return tree.isPresent() ? requests.knownKey(planned, tree.get().what(), tree) : Optional.empty();
    }

    /** The names that promises go by. */
    static List<String> fragments(Profile profile) {
        return profile.fragments().stream()
                .map(fragment -> fragment.either(name -> name, Path::toString))
                .toList();
    }

    private static Path blob(Descriptor layer, PlannedKernel planned, OciLayout layout) {
        var blob = layout.path(layer);
        if (!Files.isRegularFile(blob)) {
            throw new StepException(Problem.of("the layout does not hold the image of this kernel")
                    .where(layout.root())
                    .expected("the layer " + layer.digest() + " of " + subject(planned))
                    .remedy("gristmill build --output " + layout.root() + " writes it"));
        }
        return blob;
    }

    private static Digest digest(BuiltKernel kernel) {
        try {
            return Digest.of(kernel.bootFile());
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("a built kernel cannot be read")
                            .where(kernel.bootFile())
                            .found(e),
                    e);
        }
    }

    private static String subject(PlannedKernel planned) {
        return planned.version() + "-" + planned.profile().name() + " " + planned.architecture();
    }
}
