package dev.gristmill.image;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Vmm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which names and tags the images of kernels get: for every VMM a kernel serves, its bin, its modules and its base; the
 * Firecracker base under the legacy name too. Tags are the kernel release, and its series as a moving tag, with
 * {@code -<profile>} behind for every profile but the default. A kernel that somebody configured by hand for one release
 * has that release for its tag, and never becomes what a series stands for. On request each name that has an image for
 * arm64 is there once more with {@code -arm} behind it and that image alone, as users of a time before multi-arch images
 * know it.
 */
public final class ImageNames {
    private static final String LEGACY_BASE = "flintlock-kernel";

    private static final String ARM_ONLY = "-arm";

    /** Every name that an image of a kernel may have, sorted. */
    public static List<String> all() {
        var names = new TreeSet<>(List.of(LEGACY_BASE));
        for (var vmm : Vmm.values()) {
            for (var kind : ImageKind.values()) {
                names.add(vmm.imageName() + kind.suffix());
            }
        }
        List.copyOf(names).forEach(name -> names.add(name + ARM_ONLY));
        return List.copyOf(names);
    }

    /** The names of a kernel's images for a VMM, those for debuggers and for arm64 alone aside. */
    public static List<String> of(Vmm vmm, boolean modules) {
        var names = new ArrayList<>(List.of(vmm.imageName(), vmm.imageName() + ImageKind.BIN.suffix()));
        if (modules) {
            names.add(vmm.imageName() + ImageKind.MODULES.suffix());
        }
        if (vmm == Vmm.FIRECRACKER) {
            names.add(LEGACY_BASE);
        }
        return names;
    }

    private final String defaultProfile;
    private final String ofOneRelease;
    private final boolean armNames;

    public ImageNames(String defaultProfile) {
        this(defaultProfile, "", false);
    }

    /**
     * @param defaultProfile whose kernels have tags without a suffix
     * @param ofOneRelease whose kernels have the release for their only tag
     * @param armNames whether the names for arm64 alone are there too
     */
    public ImageNames(String defaultProfile, String ofOneRelease, boolean armNames) {
        this.defaultProfile = defaultProfile;
        this.ofOneRelease = ofOneRelease;
        this.armNames = armNames;
    }

    /** One index for each name and tag, over whatever architectures are among the kernels; sorted by name and tag. */
    public List<TaggedIndex> of(List<PackedKernel> kernels) {
        var found = new TreeMap<Reference, TaggedImages>();
        for (var kernel : kernels) {
            for (var kind : ImageKind.values()) {
                kernel.image(kind).ifPresent(image -> {
                    for (var name : names(kind, kernel)) {
                        var reference = new Reference(name, tag(kernel.kernel().kernelRelease(), kernel.spec()));
                        found.computeIfAbsent(reference, r -> tagged(r, kernel.spec()))
                                .images()
                                .add(image);
                    }
                });
            }
        }
        return found.values().stream().map(TaggedImages::index).toList();
    }

    private record TaggedImages(Reference reference, Optional<String> movingTag, List<PackedImage> images) {
        TaggedIndex index() {
            return new TaggedIndex(reference, movingTag, new ImageIndex(images));
        }
    }

    private TaggedImages tagged(Reference reference, KernelImageSpec spec) {
        var movingTag = spec.profile().equals(ofOneRelease)
                ? Optional.<String>empty()
                : Optional.of(tag(spec.kernel().release().series().toString(), spec));
        return new TaggedImages(reference, movingTag, new ArrayList<>());
    }

    private String tag(String version, KernelImageSpec spec) {
        boolean plain = spec.profile().equals(defaultProfile) || spec.profile().equals(ofOneRelease);
        return plain ? version : version + "-" + spec.profile();
    }

    private List<String> names(ImageKind kind, PackedKernel kernel) {
        var names = new ArrayList<String>();
        for (var vmm : kernel.spec().vmms()) {
            names.add(vmm.imageName() + kind.suffix());
            if (kind == ImageKind.BASE && vmm == Vmm.FIRECRACKER) {
                names.add(LEGACY_BASE);
            }
        }
        if (armNames && kernel.kernel().architecture() == Architecture.ARM64) {
            names.addAll(names.stream().map(name -> name + ARM_ONLY).toList());
        }
        return names;
    }
}
