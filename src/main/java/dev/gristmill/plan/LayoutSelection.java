package dev.gristmill.plan;

import dev.gristmill.image.JsonObject;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.Reference;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import dev.gristmill.model.Vmm;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which images of a layout are meant, as given on the command line. An empty list means everything. Names and tags do
 * not tell a release from a profile; the metadata of the images does.
 *
 * @param kernels series, of which the newest release in the layout is meant, or releases
 */
public record LayoutSelection(List<String> kernels, List<String> profiles, List<String> vmms) {
    private static final String RELEASE = "dev.gristmill.kernel.release";
    private static final String PROFILE = "dev.gristmill.kernel.profile";
    private static final String LEGACY_NAME = "flintlock-kernel"; // of Firecracker's base image

    public LayoutSelection {
        kernels = List.copyOf(kernels);
        profiles = List.copyOf(profiles);
        vmms = List.copyOf(vmms);
    }

    private record Entry(Reference reference, Optional<Release> release, String profile) {}

    /**
     * The selected names and tags, sorted; the moving tags of a release among them.
     *
     * @throws InvalidInputException if a name is unknown, or a kernel or the whole selection matches nothing
     */
    public List<Reference> of(OciLayout layout) {
        var wantedVmms = vmms.stream().map(LayoutSelection::vmm).toList();
        var entries = layout.references().stream()
                .map(reference -> entry(layout, reference))
                .filter(entry -> profiles.isEmpty() || profiles.contains(entry.profile()))
                .filter(entry -> wantedVmms.isEmpty() || wantedVmms.stream().anyMatch(v -> isFor(v, entry.reference())))
                .toList();
        var chosen = kernels.isEmpty()
                ? entries
                : kernels.stream()
                        .flatMap(k -> chosen(k, entries, layout).stream())
                        .toList();
        if (chosen.isEmpty()) {
            throw nothing(layout, "no option at all selects everything");
        }
        return chosen.stream().map(Entry::reference).distinct().toList();
    }

    private static List<Entry> chosen(String kernel, List<Entry> entries, OciLayout layout) {
        var release = Series.parse(kernel)
                .map(series -> newest(series, entries))
                .orElseGet(() -> Optional.of(Release.parse(kernel)
                        .orElseThrow(() -> new InvalidInputException(Problem.of("this is no kernel version")
                                .where("--kernel " + kernel)
                                .expected("a series such as 5.10, or a release such as 5.10.262")))));
        Predicate<Entry> meant = entry -> release.isPresent() && entry.release().equals(release);
        var found = entries.stream().filter(meant).toList();
        if (found.isEmpty()) {
            throw nothing(layout, "'gristmill build --kernel " + kernel + "' makes them");
        }
        return found;
    }

    private static Optional<Release> newest(Series series, List<Entry> entries) {
        return entries.stream()
                .flatMap(entry -> entry.release().stream())
                .filter(release -> release.series().equals(series))
                .max(Comparator.naturalOrder());
    }

    private static Entry entry(OciLayout layout, Reference reference) {
        SortedMap<String, String> metadata = new TreeMap<>();
        try {
            var descriptor = layout.find(reference).orElseThrow();
            metadata = JsonObject.parse(layout.document(descriptor)).texts("annotations");
        } catch (IOException e) {
            // Another's image, or a damaged one: it can be asked for by its name, which will say so.
        }
        return new Entry(
                reference, Release.parse(metadata.getOrDefault(RELEASE, "")), metadata.getOrDefault(PROFILE, ""));
    }

    private static boolean isFor(Vmm vmm, Reference reference) {
        return reference.name().startsWith(vmm.imageName())
                || vmm == Vmm.FIRECRACKER && reference.name().startsWith(LEGACY_NAME);
    }

    private static Vmm vmm(String id) {
        return Vmm.named(id)
                .orElseThrow(() -> new InvalidInputException(Problem.of("unknown VMM '" + id + "'")
                        .where("--vmm " + id)
                        .expected("one of " + Vmm.FIRECRACKER + ", " + Vmm.CLOUD_HYPERVISOR)));
    }

    private static InvalidInputException nothing(OciLayout layout, String remedy) {
        return new InvalidInputException(Problem.of("this selection matches no image of the layout")
                .where(layout.root())
                .expected(layout.references().isEmpty() ? "an image; there is none" : layout.references())
                .remedy(remedy));
    }
}
