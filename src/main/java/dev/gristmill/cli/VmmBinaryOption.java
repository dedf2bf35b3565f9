package dev.gristmill.cli;

import dev.gristmill.boot.VmmBinary;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which programs of VMMs boot kernels in place of QEMU. */
final class VmmBinaryOption {
    private static final String NAME = "--vmm-binary";

    private final OptionSpec programs = Options.list(
            NAME,
            "PROGRAM",
            "Boot on firecracker or cloud-hypervisor itself, by name or path, in place of QEMU; needs a KVM that works.",
            List.of("firecracker", "cloud-hypervisor"));

    void addTo(CommandSpec spec) {
        spec.addOption(programs);
    }

    /** Those that were given, each asked for its version. */
    List<VmmBinary> find() throws InterruptedException {
        var found = new ArrayList<VmmBinary>();
        for (var program : given()) {
            found.add(VmmBinary.find(program));
        }
        return found;
    }

    /**
     * @param why there is nothing to boot on a VMM, as options: {@code with --no-boot}
     * @throws InvalidInputException if any was given all the same
     */
    void requireNone(String why) {
        if (!given().isEmpty()) {
            throw new InvalidInputException(Problem.of("nothing is booted on a VMM here")
                    .where(NAME + " " + why)
                    .remedy("leave out " + NAME));
        }
    }

    private List<String> given() {
        return programs.getValue();
    }
}
