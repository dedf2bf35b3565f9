package dev.gristmill.catalogue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What this repository builds.
 *
 * @param file where it was read from; its relative paths are already resolved against that file's folder
 * @param registry where images go, without a trailing slash, if it says so
 * @param insecure registries, with their ports, that are spoken to without TLS
 * @param images how they are packed and named
 * @param profiles by name, built-in ones included
 */
public record Catalogue(
        Path file,
        Optional<String> registry,
        List<String> insecure,
        ImageChoices images,
        List<KernelEntry> kernels,
        Map<String, Profile> profiles) {
    public Catalogue {
        insecure = List.copyOf(insecure);
        kernels = List.copyOf(kernels);
        profiles = Map.copyOf(profiles);
    }

    /** The profile of that name, which must be one of {@link #profiles}. */
    public Profile profile(String name) {
        return Objects.requireNonNull(profiles.get(name), name);
    }
}
