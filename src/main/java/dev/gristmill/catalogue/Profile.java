package dev.gristmill.catalogue;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Release;
import dev.gristmill.model.Vmm;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a kernel is for.
 *
 * @param description one sentence
 * @param fragments in the order they are merged; none for a full configuration
 * @param fullConfiguration the file that says everything, in place of fragments
 * @param patches in the order they are applied
 * @param waivers options that may come out otherwise than the fragments ask; no leave to break a contract
 * @param vmms whose contracts a kernel of this profile must meet
 * @param architectures what it is built for
 * @param modules whether such a kernel has loadable modules, and so a modules image
 * @param full whether it is held to everything in those contracts, or only to what every guest needs
 */
public record Profile(
        String name,
        String description,
        List<FragmentName> fragments,
        Optional<Path> fullConfiguration,
        List<PatchSet> patches,
        List<Waiver> waivers,
        List<Vmm> vmms,
        List<Architecture> architectures,
        boolean modules,
        boolean full) {

    /** The profile of a kernel that names none; its tags carry no suffix. */
    public static final String DEFAULT = "microvm";

    /** What kernels from full configurations go by; their tags carry no suffix either, as they never did. */
    public static final String CUSTOM = "custom";

    public Profile {
        fragments = List.copyOf(fragments);
        patches = List.copyOf(patches);
        waivers = List.copyOf(waivers);
        vmms = List.copyOf(vmms);
        architectures = List.copyOf(architectures);
    }

    /** The waivers for that kernel. */
    public List<Waiver> waiversFor(Release release, Architecture architecture) {
        return waivers.stream()
                .filter(waiver -> waiver.isFor(release, architecture))
                .toList();
    }

    /** One that is made of fragments. */
    public Profile(
            String name,
            String description,
            List<FragmentName> fragments,
            List<PatchSet> patches,
            List<Waiver> waivers,
            List<Vmm> vmms,
            List<Architecture> architectures,
            boolean modules,
            boolean full) {
        this(name, description, fragments, Optional.empty(), patches, waivers, vmms, architectures, modules, full);
    }

    /** Whether it can be the name of a profile, which becomes part of a tag. */
    static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= 40
                && text.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')
                && text.charAt(0) != '-';
    }

    /** The patches for that release, in the order they are applied. */
    public List<Path> patchesFor(Release release) {
        return patches.stream()
                .filter(set -> set.isFor(release))
                .flatMap(set -> set.files().stream())
                .toList();
    }
}
