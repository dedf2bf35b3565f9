package dev.gristmill.kernel;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a debugger wants of a kernel, from the very compile that gave its boot file or one that gave the same bytes.
 *
 * @param vmlinux as linked: with symbols, and with debug information where the configuration asks for it
 * @param systemMap the addresses of its symbols, as text
 * @param modules by the paths below {@code /lib/modules/<release>}, {@code .debug} behind each name: the debug
 *     information that was stripped from the modules; empty where they have none
 */
public record KernelSymbols(Path vmlinux, Path systemMap, Optional<Path> modules) {
    static final String VMLINUX = "vmlinux";
    static final String SYSTEM_MAP = "System.map";
    static final String MODULES = "modules";

    static Optional<KernelSymbols> in(Path folder) {
        var modules = folder.resolve(MODULES);
        var symbols = new KernelSymbols(
                folder.resolve(VMLINUX),
                folder.resolve(SYSTEM_MAP),
                modules.toFile().isDirectory() ? Optional.of(modules) : Optional.empty());
        return symbols.vmlinux().toFile().isFile() ? Optional.of(symbols) : Optional.empty();
    }
}
