package dev.gristmill.plan;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.ImageKind;
import dev.gristmill.image.Inspection;
import dev.gristmill.image.Inspector;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PublishedIndex;
import dev.gristmill.image.Reference;
import dev.gristmill.kconfig.ConfigurationChanges;
import dev.gristmill.kconfig.DotConfig;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.provenance.BootProofs;
import dev.gristmill.registry.ImageStore;
import dev.gristmill.registry.LayoutImages;
import dev.gristmill.registry.RegistryAddress;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.registry.RegistryImages;
import dev.gristmill.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Holds kernels that were built against those that a registry has in their places. */
public final class ChangeRun {
    private static final String BIN = ImageKind.BIN.suffix();

    private final OciLayout layout;
    private final Store store;
    private final Progress progress;

    /** @param layout that holds what was built */
    public ChangeRun(OciLayout layout, Store store, Progress progress) {
        this.layout = layout;
        this.store = store;
        this.progress = progress;
    }

    /** What is published, and where. */
    public record Place(RegistryClient client, RegistryAddress address) {}

    /**
     * One for each kernel and architecture, whatever names it goes by. What cannot be read in the registry counts as not
     * published, with a warning.
     */
    public List<KernelChange> of(List<PublishedIndex> built, Optional<Place> place) throws InterruptedException {
        var changes = new ArrayList<KernelChange>();
        for (var kernel : kernels(built)) {
            var reference = kernel.reference();
            var here = new Side(new LayoutImages(layout, reference.name()), reference.tag(), kernel.descriptor());
            var there = place.isPresent() ? published(reference, place.get()) : Optional.<Side>empty();
            for (var image : kernel.index().images()) {
                changes.add(change(reference, image.architecture(), here, there));
            }
        }
        return changes;
    }

    /** Each once, under the tag that moves where it has one: that is what is published in its place. */
    private static List<PublishedIndex> kernels(List<PublishedIndex> built) {
        Map<Digest, PublishedIndex> found = new LinkedHashMap<>();
        built.stream()
                .filter(index -> index.reference().name().endsWith(BIN))
                .sorted(Comparator.comparingInt(index -> index.reference().tag().length()))
                .forEach(index -> found.putIfAbsent(index.descriptor().digest(), index));
        return List.copyOf(found.values());
    }

    private record Side(ImageStore images, String tag, Descriptor root) {}

    private Optional<Side> published(Reference reference, Place place) throws InterruptedException {
        var images = new RegistryImages(place.client(), place.address().repository(reference.name()));
        try {
            return images.find(reference.tag()).map(root -> new Side(images, reference.tag(), root));
        } catch (StepException e) {
            progress.warn("what is published cannot be read\n" + e.getMessage());
            return Optional.empty();
        }
    }

    private KernelChange change(Reference reference, Architecture architecture, Side here, Optional<Side> there)
            throws InterruptedException {
        var name = reference.toString();
        var built = facts(here, architecture).orElseThrow();
        try {
            var before = there.isPresent() ? facts(there.get(), architecture) : Optional.<KernelChange.Facts>empty();
            if (before.isPresent()) {
                var changes = ConfigurationChanges.between(
                        configuration(there.orElseThrow(), architecture), configuration(here, architecture));
                return new KernelChange(name, architecture, built, before, Optional.of(changes));
            }
        } catch (StepException e) {
            progress.warn("what is published cannot be read\n" + e.getMessage());
        }
        return new KernelChange(name, architecture, built, Optional.empty(), Optional.empty());
    }

    private DotConfig configuration(Side side, Architecture architecture) throws InterruptedException {
        var file = store.temporary("config");
        new Inspector(side.images()).extractConfiguration(side.root(), architecture, file);
        return DotConfig.read(file);
    }

    /** Nothing if there is no image for that architecture. */
    private Optional<KernelChange.Facts> facts(Side side, Architecture architecture) throws InterruptedException {
        var bin = image(side.images(), side.root(), architecture);
        if (bin.isEmpty()) {
            return Optional.empty();
        }
        var modules = modules(side, architecture);
        return Optional.of(new KernelChange.Facts(
                bin.get().says("release").orElse("?"),
                bin.get().image().bootFileSize().orElse(0),
                bin.get().image().layer().size(),
                modules.map(Inspection.InspectedImage::modules).orElse(0),
                modules.map(Inspection.InspectedImage::moduleBytes).orElse(0L),
                bin.get().says("sha256").map(this::microsToInit).orElseGet(TreeMap::new)));
    }

    private static Optional<Inspection.InspectedImage> image(
            ImageStore images, Descriptor root, Architecture architecture) throws InterruptedException {
        return new Inspector(images)
                .inspect(root).images().stream()
                        .filter(image -> image.architecture() == architecture)
                        .findFirst();
    }

    private static Optional<Inspection.InspectedImage> modules(Side side, Architecture architecture)
            throws InterruptedException {
        var bin = side.images().name();
        var sister = side.images().sister(bin.substring(0, bin.length() - BIN.length()) + ImageKind.MODULES.suffix());
        var root = sister.find(side.tag());
        return root.isEmpty() ? Optional.empty() : image(sister, root.get(), architecture);
    }

    private SortedMap<String, Long> microsToInit(String bootFile) {
        try {
            return BootProofs.find(store, new Digest(bootFile)).microsToInit();
        } catch (IllegalArgumentException e) {
            return new TreeMap<>(); // whoever published it says nonsense of it
        }
    }
}
