package dev.gristmill.cli;

import dev.gristmill.plan.Selection;
import java.util.List;
import picocli.CommandLine.Option;

/** Which kernels of the catalogue a command is about. */
final class SelectionOptions {
    @Option(
            names = "--kernel",
            paramLabel = "VERSION",
            description = "A series (5.10) or a release (5.10.262); may be repeated.",
            split = ",")
    List<String> kernels = List.of();

    @Option(names = "--profile", paramLabel = "NAME", description = "A profile; may be repeated.", split = ",")
    List<String> profiles = List.of();

    @Option(names = "--arch", paramLabel = "ARCH", description = "x86_64 or arm64; may be repeated.", split = ",")
    List<String> architectures = List.of();

    @Option(
            names = "--vmm",
            paramLabel = "VMM",
            description = "Only profiles for this VMM: firecracker or cloud-hypervisor; may be repeated.",
            split = ",")
    List<String> vmms = List.of();

    Selection selection() {
        return new Selection(kernels, profiles, architectures, vmms);
    }
}
