package dev.gristmill.plan;

import dev.gristmill.catalogue.KernelEntry;
import dev.gristmill.catalogue.Profile;
import dev.gristmill.catalogue.SourceChoice;
import dev.gristmill.image.ImageKind;
import dev.gristmill.image.ImagePacker;
import dev.gristmill.image.Inspector;
import dev.gristmill.image.KernelImageSpec;
import dev.gristmill.image.PackedImage;
import dev.gristmill.image.SaidKernel;
import dev.gristmill.kernel.BuildCache;
import dev.gristmill.kernel.CompileHosts;
import dev.gristmill.kernel.Jobs;
import dev.gristmill.kernel.KernelBuilder;
import dev.gristmill.kernel.KernelRequest;
import dev.gristmill.model.Compression;
import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import dev.gristmill.model.Vmm;
import dev.gristmill.progress.Progress;
import dev.gristmill.provenance.ClaimedBuild;
import dev.gristmill.registry.ImageStore;
import dev.gristmill.reproduction.Difference;
import dev.gristmill.reproduction.LayerComparison;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.BuilderRoots;
import dev.gristmill.toolchain.Toolchain;
import dev.gristmill.toolchain.ToolchainFinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Builds the kernel of an image again, from what is said of how the image came to be, in a store of its own that goes
 * when the run does; so nothing that was built before can stand in for it. Then compares.
 */
public final class ReproductionRun {
    private final Store store;
    private final Progress progress;
    private final Map<String, Profile> profiles;
    private final List<KernelEntry> entries;
    private final Optional<Path> source;
    private final Sources sources;
    private final ToolchainFinder toolchains;
    private final BuilderRoots builders;
    private final LayerFetch layers;

    /**
     * @param profiles those that are known, by name, for their patches
     * @param entries the kernels of a catalogue, for where it has its sources from; may be none
     * @param source a tarball or tree to take the source from, if it is not to be had otherwise
     */
    public ReproductionRun(
            Store store,
            Progress progress,
            Map<String, Profile> profiles,
            List<KernelEntry> entries,
            Optional<Path> source) {
        this.entries = List.copyOf(entries);
        this.store = store;
        this.progress = progress;
        this.profiles = Map.copyOf(profiles);
        this.source = source;
        this.sources = new Sources(store, progress);
        this.toolchains = new ToolchainFinder(store);
        this.builders = new BuilderRoots(store);
        this.layers = new LayerFetch(store);
    }

    /**
     * Builds one image again.
     *
     * @param claimed what it was built from
     * @param jobs how many programs make may run at once
     * @throws InvalidInputException if it is no image that can be built again by itself
     * @throws StepException if an input is not to be had, or the build fails
     */
    public Reproduction of(ImageStore images, SaidKernel image, ClaimedBuild claimed, int jobs)
            throws InterruptedException {
        var kind = kind(images, image);
        var config = configuration(images, image, claimed);
        var tree = tree(image, claimed);
        var toolchain = toolchain(image, claimed);
        var profile = says(image, "profile");
        var request = KernelRequest.of(tree, config, claimed.config(), toolchain, profile);
        try (var fresh = new Store(store.temporary("reproduction"))) {
            var kernel = new KernelBuilder(
                            fresh,
                            progress,
                            store.logs(),
                            BuildCache.NONE,
                            new CompileHosts(List.of(), fresh, progress))
                    .build(request, Jobs.own(jobs));
            var spec = KernelImageSpec.of(kernel, profile, vmms(image)).labelled(violations(image));
            var packed = new ImagePacker(fresh, progress, compression(image)).pack(spec);
            var rebuilt = packed.image(kind).orElseThrow();
            return new Reproduction(
                    says(image, "release") + "-" + profile,
                    image.architecture(),
                    image.manifest().digest(),
                    rebuilt.manifest().digest(),
                    inputs(image, claimed, toolchain, request),
                    differences(images, image, rebuilt, fresh));
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the images cannot be compared")
                            .where(image.manifest().digest())
                            .found(e),
                    e);
        }
    }

    /** The builder that is named, if it is one and is here; else this machine's, whatever it is. */
    private Toolchain toolchain(SaidKernel image, ClaimedBuild claimed) throws InterruptedException {
        var builder = builders.find(claimed.toolchain(), image.architecture());
        return builder.isPresent() ? builder.get() : toolchains.find(image.architecture());
    }

    private static ImageKind kind(ImageStore images, SaidKernel image) {
        if (image.says("path").isEmpty()) {
            throw new InvalidInputException(Problem.of("this image holds no kernel that could be built again")
                    .where(images.name() + "@" + image.manifest().digest())
                    .remedy("name the image of the kernel, or that of kernel and modules"));
        }
        return image.says("modules-mount").isPresent()
                        && image.says("modules-layer").isEmpty()
                ? ImageKind.BASE
                : ImageKind.BIN;
    }

    private static String says(SaidKernel image, String key) {
        return image.says(key)
                .orElseThrow(() -> new InvalidInputException(Problem.of("this image does not say what it is")
                        .where(image.manifest().digest())
                        .expected("the annotation dev.gristmill.kernel." + key)
                        .remedy("only images that Gristmill built can be built again")));
    }

    /** From the image itself: a configuration is part of every kernel image. */
    private Path configuration(ImageStore images, SaidKernel image, ClaimedBuild claimed) throws InterruptedException {
        var file = store.temporary("config");
        new Inspector(images).extractConfiguration(image.manifest(), image.architecture(), file);
        try {
            require("configuration in the image", claimed.config(), Digest.of(file), image);
            return file;
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the configuration of the image cannot be read")
                            .where(image.manifest().digest())
                            .found(e),
                    e);
        }
    }

    private SourceTree tree(SaidKernel image, ClaimedBuild claimed) throws InterruptedException {
        var release = Release.parse(says(image, "release"))
                .orElseThrow(() -> new InvalidInputException(Problem.of("an image names no kernel release")
                        .where(image.manifest().digest())
                        .found(says(image, "release"))));
        var patches = Optional.ofNullable(profiles.get(says(image, "profile")))
                .map(profile -> profile.patchesFor(release))
                .orElse(List.of());
        var found = new ArrayList<Digest>();
        for (var patch : patches) {
            found.add(digest(patch));
        }
        require("list of patches of the profile here", claimed.patches(), found, image);
        return sources.identical(release, claimed.source(), choice(claimed, release), patches);
    }

    private SourceChoice choice(ClaimedBuild claimed, Release release) {
        if (source.isPresent()) {
            return new SourceChoice.Local(source.get(), Optional.empty());
        }
        return entries.stream()
                .filter(entry -> entry.version().series().equals(release.series()))
                .map(KernelEntry::source)
                .filter(choice -> !(choice instanceof SourceChoice.Auto))
                .findFirst()
                .orElseGet(() -> usual(claimed));
    }

    private static SourceChoice usual(ClaimedBuild claimed) {
        return claimed.origin().startsWith("kernel.org") ? new SourceChoice.KernelOrg() : new SourceChoice.Auto();
    }

    private static Digest digest(Path patch) {
        try {
            return Digest.of(patch);
        } catch (IOException e) {
            throw new InvalidInputException(
                    Problem.of("a patch cannot be read").where(patch).found(e));
        }
    }

    private static void require(String what, Object expected, Object found, SaidKernel image) {
        if (!expected.equals(found)) {
            throw new StepException(Problem.of("the " + what + " is not the one that the image was built from")
                    .where(image.manifest().digest())
                    .expected(expected)
                    .found(found));
        }
    }

    private static Set<Vmm> vmms(SaidKernel image) {
        var found = new LinkedHashSet<Vmm>();
        for (var name : says(image, "vmm").split(",")) {
            Vmm.named(name).ifPresent(found::add);
        }
        if (found.isEmpty()) {
            throw new InvalidInputException(Problem.of("this image is for no VMM that is known")
                    .where(image.manifest().digest())
                    .found(says(image, "vmm")));
        }
        return found;
    }

    private static List<String> violations(SaidKernel image) {
        return image.says("contract-violations")
                .map(text -> Arrays.asList(text.split(" ")))
                .orElse(List.of());
    }

    private static Compression compression(SaidKernel image) {
        return image.layer().mediaType().endsWith("zstd") ? Compression.ZSTD : Compression.GZIP;
    }

    private static List<Difference> inputs(
            SaidKernel image, ClaimedBuild claimed, Toolchain toolchain, KernelRequest request) {
        var found = new ArrayList<Difference>();
        if (!claimed.toolchain().equals(toolchain.identity())) {
            found.add(new Difference(
                    "toolchain",
                    claimed.toolchainDescription() + ", " + claimed.toolchain(),
                    toolchain.description() + ", " + toolchain.identity()));
        } else if (!says(image, "build-key").equals(request.key().toString())) {
            found.add(new Difference("build key", says(image, "build-key"), request.key()));
        }
        return found;
    }

    private List<Difference> differences(ImageStore images, SaidKernel image, PackedImage rebuilt, Store fresh)
            throws IOException, InterruptedException {
        var found = new ArrayList<Difference>();
        if (image.manifest().digest().equals(rebuilt.manifest().digest())) {
            return found;
        }
        if (!image.layer().digest().equals(rebuilt.layer().digest())) {
            var folder = Files.createDirectories(store.temporary("comparison"));
            var published = new LayerComparison.Layer(layers.fetch(images, image.layer(), image), image.layer());
            var again = new LayerComparison.Layer(
                    fresh.blobs().resolve(rebuilt.layer().digest().hex()), rebuilt.layer());
            found.addAll(new LayerComparison(folder, store.logs()).differences(published, again));
            if (found.isEmpty()) {
                found.add(new Difference(
                        "layer",
                        image.layer().digest().toString(),
                        rebuilt.layer().digest().toString(),
                        "the same files, compressed otherwise"));
            }
        }
        found.addAll(saidOtherwise(image, rebuilt));
        return found;
    }

    /** In the image's metadata. */
    private static List<Difference> saidOtherwise(SaidKernel image, PackedImage rebuilt) {
        var keys = new TreeSet<>(image.said().keySet());
        keys.addAll(rebuilt.annotations().keySet());
        var found = new ArrayList<Difference>();
        for (var key : keys) {
            var published = image.said().getOrDefault(key, "nothing");
            var again = rebuilt.annotations().getOrDefault(key, "nothing");
            if (!published.equals(again)) {
                found.add(new Difference(key, published, again));
            }
        }
        return found;
    }
}
