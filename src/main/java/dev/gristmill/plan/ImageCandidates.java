package dev.gristmill.plan;

import dev.gristmill.boot.Candidate;
import dev.gristmill.boot.Check;
import dev.gristmill.boot.KernelFile;
import dev.gristmill.boot.Promises;
import dev.gristmill.catalogue.Profile;
import dev.gristmill.image.Descriptor;
import dev.gristmill.image.ImageKind;
import dev.gristmill.image.SaidKernel;
import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.model.Vmm;
import dev.gristmill.progress.Progress;
import dev.gristmill.registry.ImageStore;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * From an image that somebody names to kernels that can be proved. What is promised of one follows from the profile that
 * the image names, if that is known here; else it is what every kernel for microVMs has to keep.
 */
public final class ImageCandidates {
    /** Of an image that names no profile, or one that nobody knows. */
    public static final String MINIMAL = "minimal";

    private static final String BIN = ImageKind.BIN.suffix();
    private static final String MODULES = ImageKind.MODULES.suffix();

    private final Store store;
    private final LayerFetch layers;
    private final Progress progress;
    private final Map<String, Profile> profiles;
    private final Promises promises = Promises.builtIn();

    /**
     * @param promises the profile they are those of, or {@link #MINIMAL}
     * @param vmms whom the image says it is for; all, if it says nothing
     */
    public record Found(Candidate candidate, String promises, List<Vmm> vmms) {
        public Found {
            vmms = List.copyOf(vmms);
        }
    }

    /** @param profiles those that are known, by name */
    public ImageCandidates(Store store, Progress progress, Map<String, Profile> profiles) {
        this.store = store;
        this.layers = new LayerFetch(store);
        this.progress = progress;
        this.profiles = Map.copyOf(profiles);
    }

    /**
     * The kernels in an image, one for each architecture. Their layers are in the run's own folder of the store.
     *
     * @param images where it is
     * @param tag under which it was named, for the modules image, which has the same
     * @throws InvalidInputException if it holds no kernel
     * @throws StepException if it is damaged, or cannot be had
     */
    public List<Found> of(ImageStore images, String tag, Descriptor root) throws InterruptedException {
        var found = new ArrayList<Found>();
        for (var image : SaidKernel.in(images, root)) {
            found.add(found(images, tag, image));
        }
        return found;
    }

    private Found found(ImageStore images, String tag, SaidKernel image) throws InterruptedException {
        if (image.says("bin-layer").isPresent()) {
            throw new InvalidInputException(Problem.of("this image holds modules and no kernel")
                    .where(images.name() + ":" + tag)
                    .remedy("name the image of the kernel, whose name ends in " + BIN + ", or that of both"));
        }
        var layer = layers.fetch(images, image.layer(), image);
        var file = file(image, layer);
        var release = image.says("release")
                .or(file::release)
                .filter(KernelFile::isRelease)
                .orElseThrow(() -> new StepException(Problem.of("nobody says which kernel this is")
                        .where(images.name() + ":" + tag)
                        .expected("a kernel release, in the image's annotations or in its boot file")));
        var profile = image.says("profile").filter(this::isKnown);
        var name = release + "-" + profile.orElse(MINIMAL);
        var promised = new TreeSet<>(promises.of(profile.map(this::fragments).orElse(List.of())));
        var modules =
                promised.contains(Check.MODULES) ? modules(images, tag, image, layer, release) : Optional.<Path>empty();
        if (promised.contains(Check.MODULES) && modules.isEmpty()) {
            progress.warn(name + " " + image.architecture()
                    + ": its modules image is not beside it; modules are not checked");
            promised.remove(Check.MODULES);
        }
        if (profile.isEmpty()) {
            progress.warn(name + " " + image.architecture() + ": "
                    + image.says("profile")
                            .map(text -> "its profile is not known here")
                            .orElse("the image names no profile")
                    + "; only what every kernel for microVMs has to keep is checked");
        }
        var candidate = new Candidate(name, image.architecture(), release, layer, file.digest(), modules, promised);
        return new Found(candidate, profile.orElse(MINIMAL), vmms(image));
    }

    /** What the image says of its boot file is compared with the file when it is booted. */
    private KernelFile file(SaidKernel image, Path layer) {
        try {
            var said = image.says("sha256").map(hex -> digest(hex));
            return said.isPresent() && image.says("release").isPresent()
                    ? new KernelFile(said.get(), Optional.empty())
                    : KernelFile.in(layer, store.temporary("vmlinux"));
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("there is no kernel in this image")
                            .where(image.manifest().digest())
                            .expected("a file boot/vmlinux")
                            .found(e),
                    e);
        }
    }

    private static Digest digest(String hex) {
        try {
            return Digest.parse("sha256:" + hex);
        } catch (IllegalArgumentException e) {
            throw new StepException(
                    Problem.of("an image says nonsense of its boot file")
                            .expected("64 hex digits")
                            .found(hex.length() > 80 ? hex.length() + " characters" : hex),
                    e);
        }
    }

    private boolean isKnown(String profile) {
        return profile.equals(Profile.CUSTOM) || profiles.containsKey(profile);
    }

    private List<String> fragments(String profile) {
        var known = profiles.get(profile);
        return known == null ? List.of() : BootRun.fragments(known);
    }

    private static List<Vmm> vmms(SaidKernel image) {
        var said = new ArrayList<Vmm>();
        for (var name : image.says("vmm").orElse("").split(",")) {
            Vmm.named(name).ifPresent(said::add);
        }
        return said.isEmpty() ? List.of(Vmm.values()) : said;
    }

    /** In the image itself, or in the one that it names by its layer. */
    private Optional<Path> modules(ImageStore images, String tag, SaidKernel image, Path layer, String release)
            throws InterruptedException {
        var wanted = image.says("modules-layer");
        if (wanted.isEmpty()) {
            return image.says("modules-mount").map(place -> layer);
        }
        if (!images.name().endsWith(BIN)) {
            return Optional.empty();
        }
        var name = images.name();
        var sister = images.sister(name.substring(0, name.length() - BIN.length()) + MODULES);
        var tags = new LinkedHashSet<>(List.of(tag, release));
        image.says("profile").ifPresent(profile -> tags.add(release + "-" + profile));
        for (var candidate : tags) {
            var root = sister.find(candidate);
            if (root.isPresent()) {
                for (var other : SaidKernel.in(sister, root.get())) {
                    if (other.layer().digest().toString().equals(wanted.get())) {
                        return Optional.of(layers.fetch(sister, other.layer(), image));
                    }
                }
            }
        }
        return Optional.empty();
    }
}
