package dev.gristmill.catalogue;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Vmm;
import java.util.List;

/**
 * What a kernel is for.
 *
 * @param description one sentence
 * @param fragments in the order they are merged
 * @param vmms whose contracts a kernel of this profile must meet
 * @param architectures what it is built for
 * @param modules whether such a kernel has loadable modules, and so a modules image
 */
public record Profile(
        String name,
        String description,
        List<FragmentName> fragments,
        List<Vmm> vmms,
        List<Architecture> architectures,
        boolean modules) {

    /** The profile of a kernel that names none; its tags carry no suffix. */
    public static final String DEFAULT = "microvm";

    public Profile {
        fragments = List.copyOf(fragments);
        vmms = List.copyOf(vmms);
        architectures = List.copyOf(architectures);
    }
}
