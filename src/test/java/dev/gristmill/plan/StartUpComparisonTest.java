package dev.gristmill.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.boot.Candidate;
import dev.gristmill.boot.Prover;
import dev.gristmill.boot.QemuMachine;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Vmm;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartUpComparisonTest {
    @TempDir
    private Path folder;

    @Test
    void pairsKernelsOnEveryMachineThatBothAreFor() {
        var first = List.of(job("a", Architecture.X86_64, Vmm.values()), job("a", Architecture.ARM64, Vmm.FIRECRACKER));
        var second = List.of(
                job("b", Architecture.X86_64, Vmm.CLOUD_HYPERVISOR), job("b", Architecture.ARM64, Vmm.values()));
        assertThat(StartUpComparison.pairs(first, second))
                .extracting(StartUpComparison.Pair::machine)
                .containsExactlyInAnyOrder(QemuMachine.Q35, QemuMachine.VIRT_MMIO);
    }

    @Test
    void refusesSeveralKernelsOnOneSide() {
        var both = List.of(
                job("5.10-tiny", Architecture.X86_64, Vmm.values()),
                job("6.1-tiny", Architecture.X86_64, Vmm.values()));
        assertThatThrownBy(() -> StartUpComparison.pairs(both, both))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("one side of a comparison is one kernel")
                .hasMessageContaining("[5.10-tiny, 6.1-tiny]");
    }

    @Test
    void refusesKernelsThatNoMachineCanBothBoot() {
        try (var store = new Store(folder)) {
            var comparison = new StartUpComparison(store, Progress.none(), Prover.Options.USUAL);
            assertThatThrownBy(() -> comparison.of(
                            List.of(job("a", Architecture.X86_64, Vmm.values())),
                            List.of(job("b", Architecture.ARM64, Vmm.values()))))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("no machine that both kernels are for");
        }
    }

    private static ProofRun.Job job(String name, Architecture architecture, Vmm... vmms) {
        var layer = Path.of("/layer");
        return new ProofRun.Job(
                new Candidate(
                        name, architecture, "5.10.262", layer, Digest.of(name), Optional.empty(), new TreeSet<>()),
                List.of(vmms));
    }
}
