package dev.gristmill.catalogue;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Release;
import dev.gristmill.model.Vmm;
import java.nio.file.Path;
import java.util.List;

/**
 * What a kernel is for.
 *
 * @param description one sentence
 * @param fragments in the order they are merged
 * @param patches in the order they are applied
 * @param vmms whose contracts a kernel of this profile must meet
 * @param architectures what it is built for
 * @param modules whether such a kernel has loadable modules, and so a modules image
 * @param full whether it is held to everything in those contracts, or only to what every guest needs
 */
public record Profile(
        String name,
        String description,
        List<FragmentName> fragments,
        List<PatchSet> patches,
        List<Vmm> vmms,
        List<Architecture> architectures,
        boolean modules,
        boolean full) {

    /** The profile of a kernel that names none; its tags carry no suffix. */
    public static final String DEFAULT = "microvm";

    public Profile {
        fragments = List.copyOf(fragments);
        patches = List.copyOf(patches);
        vmms = List.copyOf(vmms);
        architectures = List.copyOf(architectures);
    }

    /** The patches for that release, in the order they are applied. */
    public List<Path> patchesFor(Release release) {
        return patches.stream()
                .filter(set -> set.isFor(release))
                .flatMap(set -> set.files().stream())
                .toList();
    }
}
