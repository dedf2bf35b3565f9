package dev.gristmill.cli;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Vmm;
import dev.gristmill.plan.LayoutSelection;
import dev.gristmill.plan.Selection;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which kernels of the catalogue a command is about. */
final class SelectionOptions {
    private final OptionSpec kernels =
            Options.list("--kernel", "VERSION", "A series (5.10) or a release (5.10.262); may be repeated.");
    private final OptionSpec profiles = Options.list("--profile", "NAME", "A profile; may be repeated.");
    private final OptionSpec architectures =
            Options.list("--arch", "ARCH", "x86_64 or arm64; may be repeated.", List.of("x86_64", "arm64"));
    private final OptionSpec vmms = Options.list(
            "--vmm",
            "VMM",
            "Only profiles for this VMM: firecracker or cloud-hypervisor; may be repeated.",
            List.of("firecracker", "cloud-hypervisor"));

    void addTo(CommandSpec spec) {
        spec.addOption(kernels).addOption(profiles).addOption(architectures).addOption(vmms);
    }

    /** For what is packed already, for whatever architectures it was. */
    void addWithoutArchitecturesTo(CommandSpec spec) {
        spec.addOption(kernels).addOption(profiles).addOption(vmms);
    }

    LayoutSelection layoutSelection() {
        return new LayoutSelection(kernels.getValue(), profiles.getValue(), vmms.getValue());
    }

    /**
     * Those that are named, or all.
     *
     * @throws InvalidInputException if a name is unknown
     */
    Set<Vmm> vmms() {
        List<String> named = vmms.getValue();
        return named.isEmpty() ? EnumSet.allOf(Vmm.class) : Set.copyOf(Selection.vmms("--vmm", named));
    }

    /** @throws InvalidInputException if kernels or profiles are named: an image says itself what it holds */
    void requireNoKernels() {
        if (!kernels.<List<String>>getValue().isEmpty()
                || !profiles.<List<String>>getValue().isEmpty()) {
            throw new InvalidInputException(Problem.of("an image is named, and kernels of the catalogue are selected")
                    .expected("images, or --kernel and --profile"));
        }
    }

    /**
     * Those that are named, or all.
     *
     * @throws InvalidInputException if a name is unknown
     */
    Set<Architecture> architectures() {
        return Selection.architectures("--arch", architectures.getValue());
    }

    /** What was given, for another command that takes the same options. */
    List<String> words() {
        var words = new ArrayList<String>();
        for (var option : List.of(kernels, profiles, architectures, vmms)) {
            for (var value : option.<List<String>>getValue()) {
                words.addAll(List.of(option.longestName(), value));
            }
        }
        return words;
    }

    Selection selection() {
        return new Selection(kernels.getValue(), profiles.getValue(), architectures.getValue(), vmms.getValue());
    }
}
