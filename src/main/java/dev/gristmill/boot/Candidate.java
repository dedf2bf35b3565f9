package dev.gristmill.boot;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A kernel to prove.
 *
 * @param name for people: {@code 5.10.262-tiny}
 * @param kernelRelease what {@code uname -r} must say
 * @param kernelLayer the layer, a compressed tar, that holds {@code boot/vmlinux}
 * @param bootFile the digest the image gives for that file
 * @param modulesLayer the layer of the modules image; nothing for a kernel without modules
 * @param promised what must hold
 */
public record Candidate(
        String name,
        Architecture architecture,
        String kernelRelease,
        Path kernelLayer,
        Digest bootFile,
        Optional<Path> modulesLayer,
        SortedSet<Check> promised) {

    public Candidate {
        promised = Collections.unmodifiableSortedSet(new TreeSet<>(promised));
    }

    /** The same of which nothing is expected but to come to init. */
    Candidate unchecked() {
        return new Candidate(
                name, architecture, kernelRelease, kernelLayer, bootFile, Optional.empty(), new TreeSet<>());
    }
}
