package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.StepException;
import dev.gristmill.model.Vmm;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VmmBinaryTest {
    @TempDir
    Path folder;

    @Test
    void knowsTheVmmByTheProgramsNameAndAsksForItsVersion() throws Exception {
        var program = StandIns.program(
                folder, "cloud-hypervisor-static", "test \"$1\" = --version && echo 'cloud-hypervisor v38.0.0'");
        var binary = VmmBinary.find(program.toString());
        assertThat(binary).isEqualTo(new VmmBinary(Vmm.CLOUD_HYPERVISOR, program, "cloud-hypervisor v38.0.0"));
        assertThat(binary.machine(Architecture.X86_64).description()).isEqualTo("cloud-hypervisor v38.0.0, virtio-pci");
    }

    @Test
    void saysWhereAMissingProgramIsToBeHad() {
        assertThatThrownBy(() -> VmmBinary.find(folder.resolve("firecracker").toString()))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("the program of firecracker is not there")
                .hasMessageContaining("https://github.com/firecracker-microvm/firecracker/releases");
        assertThatThrownBy(() -> VmmBinary.find("cloud-hypervisor-that-nobody-has"))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("https://github.com/cloud-hypervisor/cloud-hypervisor/releases");
    }

    @Test
    void refusesTheNameOfAnotherProgram() {
        for (var name : List.of("qemu-system-x86_64", "/", "")) {
            assertThatThrownBy(() -> VmmBinary.find(name))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("this is not the program of a VMM");
        }
    }

    @Test
    void tellsAProgramThatDoesNotRunHere() throws Exception {
        var program = StandIns.program(folder, "firecracker", "echo 'no such library' >&2; exit 127");
        assertThatThrownBy(() -> VmmBinary.find(program.toString()))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("does not run here")
                .hasMessageContaining("no such library");
    }

    @Test
    void bootsOnQemuWhatNoProgramWasGivenForOrCannotRun() throws Exception {
        var host = Architecture.ofThisMachine().orElseThrow();
        var other = Arrays.stream(Architecture.values())
                .filter(architecture -> architecture != host)
                .findFirst()
                .orElseThrow();
        var binary = new VmmBinary(Vmm.FIRECRACKER, folder.resolve("firecracker"), "Firecracker v1.2.3");
        try (var store = new Store(folder.resolve("store"))) {
            var prover = new Prover(store, Progress.none(), Prover.Options.USUAL.with(List.of(binary)));
            assertThat(prover.machines(Vmm.FIRECRACKER, host)).singleElement().isEqualTo(new Firecracker(binary, host));
            assertThat(prover.machines(Vmm.FIRECRACKER, other))
                    .singleElement()
                    .isEqualTo(QemuMachine.standingFor(Vmm.FIRECRACKER, other).getFirst());
            assertThat(prover.machines(Vmm.CLOUD_HYPERVISOR, host))
                    .singleElement()
                    .isEqualTo(
                            QemuMachine.standingFor(Vmm.CLOUD_HYPERVISOR, host).getFirst());
        }
    }
}
