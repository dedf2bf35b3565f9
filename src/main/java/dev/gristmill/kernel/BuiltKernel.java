package dev.gristmill.kernel;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What one compile gave, as it lies in the store.
 *
 * @param buildKey over everything that decided its bytes
 * @param kernelRelease the kernel release string, as {@code uname -r} will show it
 * @param bootFile x86_64: a compact ELF {@code vmlinux}; arm64: an uncompressed PE {@code Image}
 * @param config the resolved configuration
 * @param modules the folder that belongs at {@code /lib/modules/<release>}, without {@code build} and {@code source}
 *     links; empty for a kernel without modules
 * @param date the date of the source, whole seconds: the time stamp of everything packed from it
 */
public record BuiltKernel(
        Digest buildKey,
        Architecture architecture,
        Release release,
        String kernelRelease,
        Path bootFile,
        Path config,
        Optional<Path> modules,
        Instant date) {}
