package dev.gristmill.boot;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.model.Vmm;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The program of a VMM on this host.
 *
 * @param program absolute
 * @param version as it says itself: {@code Firecracker v1.7.0}
 */
public record VmmBinary(Vmm vmm, Path program, String version) {
    private static final int LONGEST_VERSION = 80;

    /**
     * Looks for a program and asks it for its version.
     *
     * @param text a name to be looked for on the PATH, or a path; which VMM it is, the beginning of its name says, as in
     *     {@code /opt/cloud-hypervisor-static}
     * @throws InvalidInputException if that is no VMM's name
     * @throws StepException if there is no such program, or it does not run
     */
    public static VmmBinary find(String text) throws InterruptedException {
        var vmm = vmm(text);
        var program = program(text, vmm);
        return new VmmBinary(vmm, program, version(program));
    }

    /** The machine that it makes. */
    Machine machine(Architecture architecture) {
        return switch (vmm) {
            case FIRECRACKER -> new Firecracker(this, architecture);
            case CLOUD_HYPERVISOR -> new CloudHypervisor(this, architecture);
        };
    }

    private static Vmm vmm(String text) {
        var name = Optional.ofNullable(Path.of(text).getFileName())
                .map(Path::toString)
                .orElse("");
        return Arrays.stream(Vmm.values())
                .filter(vmm -> name.startsWith(vmm.id()))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(Problem.of("this is not the program of a VMM")
                        .where("--vmm-binary " + text)
                        .expected("firecracker or cloud-hypervisor, or the path of a program whose name begins so")));
    }

    private static Path program(String text, Vmm vmm) {
        if (!text.contains("/")) {
            return Children.which(text).orElseThrow(() -> missing(text, "none in " + Command.path(), vmm));
        }
        var path = Path.of(text).toAbsolutePath();
        if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
            throw missing(text, "no file there that may be run", vmm);
        }
        return path;
    }

    private static StepException missing(String text, String found, Vmm vmm) {
        return new StepException(Problem.of("the program of " + vmm + " is not there")
                .where("--vmm-binary " + text)
                .found(found)
                .remedy("take it from " + releases(vmm) + ", or boot on QEMU, without --vmm-binary"));
    }

    private static String releases(Vmm vmm) {
        return switch (vmm) {
            case FIRECRACKER -> "https://github.com/firecracker-microvm/firecracker/releases";
            case CLOUD_HYPERVISOR -> "https://github.com/cloud-hypervisor/cloud-hypervisor/releases";
        };
    }

    private static String version(Path program) throws InterruptedException {
        var command = Command.of(Path.of("/"), program.toString(), "--version");
        try {
            var outcome = Children.collect(command);
            var first = outcome.output().isEmpty() ? "" : outcome.output().getFirst();
            if (outcome.succeeded() && !first.isBlank()) {
                return printable(first);
            }
            throw new StepException(Problem.of("the program of a VMM does not run here")
                    .where(command)
                    .expected("its version")
                    .found("status " + outcome.status() + "\n" + String.join("\n", outcome.output())));
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the program of a VMM does not run here")
                            .where(command)
                            .found(e),
                    e);
        }
    }

    private static String printable(String line) {
        var text = line.strip().replaceAll("[^ -~]", "?");
        return text.length() > LONGEST_VERSION ? text.substring(0, LONGEST_VERSION) : text;
    }
}
