package dev.gristmill.catalogue;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where built kernels are shared.
 *
 * @param repository with its registry: {@code ghcr.io/acme/kernel-cache}
 * @param key the public key of whoever signs what counts there; nothing, if everything counts
 */
public record CacheChoice(String repository, Optional<Path> key) {}
