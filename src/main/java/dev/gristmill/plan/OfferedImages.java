package dev.gristmill.plan;

import dev.gristmill.catalogue.Catalogue;
import dev.gristmill.catalogue.KernelVersion;
import dev.gristmill.catalogue.Profile;
import dev.gristmill.image.ImageNames;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Release;
import dev.gristmill.model.Vmm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A kernel of the catalogue as those see it who take its images. Nobody is asked: the release of a series is what the lock pins.
 *
 * @param version a series, or a release
 * @param release nothing where no lock pins the series
 * @param tag under which its images are found
 * @param images their names, sorted
 */
public record OfferedImages(
        KernelVersion version,
        Optional<Release> release,
        Profile profile,
        List<Architecture> architectures,
        String tag,
        List<String> images) {
    public OfferedImages {
        architectures = List.copyOf(architectures);
        images = List.copyOf(images);
    }

    /** What is selected, in the order of the catalogue. */
    public static List<OfferedImages> of(Catalogue catalogue, Selection selection) {
        var offered = new ArrayList<OfferedImages>();
        List<PlannedKernel> left = new ArrayList<>(selection.of(catalogue));
        while (!left.isEmpty()) {
            var first = left.getFirst();
            var same = left.stream().filter(kernel -> isOneImage(first, kernel)).toList();
            left.removeAll(same);
            offered.add(offered(
                    first, same.stream().map(PlannedKernel::architecture).toList()));
        }
        return offered;
    }

    private static boolean isOneImage(PlannedKernel one, PlannedKernel other) {
        return one.version().equals(other.version()) && one.profile().equals(other.profile());
    }

    private static OfferedImages offered(PlannedKernel kernel, List<Architecture> architectures) {
        var profile = kernel.profile();
        var names = profile.vmms().stream()
                .flatMap(vmm -> ImageNames.of(vmm, profile.modules()).stream())
                .sorted()
                .toList();
        return new OfferedImages(
                kernel.version(), release(kernel.version()), profile, architectures, tag(kernel), names);
    }

    private static String tag(PlannedKernel kernel) {
        var profile = kernel.profile().name();
        boolean plain = profile.equals(Profile.DEFAULT) || profile.equals(Profile.CUSTOM);
        return plain ? kernel.version().toString() : kernel.version() + "-" + profile;
    }

    private static Optional<Release> release(KernelVersion version) {
        return switch (version) {
            case KernelVersion.Pinned pinned -> Optional.of(pinned.pin().release());
            case KernelVersion.Exactly exactly -> Optional.of(exactly.release());
            case KernelVersion.NewestOf newest -> Optional.empty();
        };
    }

    /** Their names on the command line. */
    public List<String> vmms() {
        return profile.vmms().stream().map(Vmm::id).toList();
    }
}
