package dev.gristmill.catalogue;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Release;
import dev.gristmill.model.Vmm;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A full configuration that lies beside the catalogue and, by its name alone, adds a kernel for one VMM.
 *
 * @param profile what stands behind the release in the file's name, or {@link Profile#CUSTOM}
 */
public record ConfigurationFile(Path file, Vmm vmm, Architecture architecture, Release release, String profile) {
    /** What its kernel is for, in the terms of the catalogue: held to what every guest needs, and to no more. */
    public Profile asProfile() {
        return new Profile(
                profile,
                "as " + file.getFileName() + " says, for " + vmm,
                List.of(),
                Optional.of(file),
                List.of(),
                List.of(),
                List.of(vmm),
                List.of(architecture),
                true,
                false);
    }
}
