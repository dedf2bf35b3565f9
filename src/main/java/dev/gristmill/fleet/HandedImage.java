package dev.gristmill.fleet;

import dev.gristmill.catalogue.Profile;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.image.PackedImage;
import dev.gristmill.image.Reference;
import dev.gristmill.model.Vmm;
import dev.gristmill.plan.Unit;
import java.util.Set;

/** Holds images that came from elsewhere to the unit that they are said to be of. */
final class HandedImage {
    private static final String KERNEL = "dev.gristmill.kernel.";
    private static final String LEGACY_BASE = "flintlock-kernel"; // of Firecracker's base image

    private HandedImage() {}

    /** @throws MalformedJsonException if the image says that it is of something else */
    static void require(PackedImage image, Handover handover) throws MalformedJsonException {
        var unit = handover.unit();
        require(image, "release", unit.release().toString());
        require(image, "profile", unit.planned().profile().name());
        require(image, "arch", unit.planned().architecture().id());
        require(image, "build-key", handover.buildKey().toString());
        if (image.annotations().containsKey(KERNEL + "sha256")) {
            require(image, "sha256", handover.bootFile().hex());
        }
    }

    private static void require(PackedImage image, String key, String expected) throws MalformedJsonException {
        var found = image.annotations().getOrDefault(KERNEL + key, "nothing");
        if (!found.equals(expected)) {
            throw new MalformedJsonException(KERNEL + key, expected, found);
        }
    }

    /** Whether a unit's images may have that name and tag: nothing else is ever overwritten. */
    static boolean mayBeCalled(Reference reference, Unit unit) {
        var name = reference.name();
        boolean ours = unit.planned().profile().vmms().stream().anyMatch(vmm -> isOf(vmm, name));
        return ours && tags(unit).contains(reference.tag());
    }

    private static boolean isOf(Vmm vmm, String name) {
        return name.startsWith(vmm.imageName()) || vmm == Vmm.FIRECRACKER && name.startsWith(LEGACY_BASE);
    }

    private static Set<String> tags(Unit unit) {
        var profile = unit.planned().profile().name();
        var release = unit.release().toString();
        var series = unit.release().series().toString();
        return switch (profile) {
            case Profile.CUSTOM -> Set.of(release);
            case Profile.DEFAULT -> release.equals(series) ? Set.of(release) : Set.of(release, series);
            default -> Set.of(release + "-" + profile, series + "-" + profile);
        };
    }
}
