package dev.gristmill.catalogue;

import java.util.List;

/**
 * One line of the catalogue: a release or series, and the profiles to build it for.
 *
 * @param profiles names of profiles that exist, at least one
 */
public record KernelEntry(KernelVersion version, List<String> profiles, SourceChoice source, BuilderChoice builder) {
    public KernelEntry {
        profiles = List.copyOf(profiles);
    }
}
