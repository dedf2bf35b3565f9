package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kernels that a VMM would not boot are refused as soon as their configuration is known. */
class ContractIT {
    @TempDir
    private Path folder;

    /** Without compiling anything: those are the fragments of the built-in profile tiny, but for the transport. */
    private String refusal(String transport) throws Exception {
        var catalogue = Files.writeString(folder.resolve("gristmill.yaml"), """
                kernels: [{series: "5.10", profiles: [broken]}]
                profiles:
                  broken:
                    fragments: [base, initrd, console, %s, virtio-devices, network, root-filesystem, time, shutdown, arch-x86_64, tiny]
                    modules: false
                    full: false
                    vmms: [firecracker]
                    architectures: [x86_64]
                """.formatted(transport));
        var images = folder.resolve("images");
        var run = Gristmill.run("--catalogue", catalogue.toString(), "build", "--output", images.toString());
        assertThat(run.status()).as(run.errors()).isEqualTo(1);
        assertThat(images).doesNotExist();
        return run.errors();
    }

    @Test
    void refusesKernelWithoutVirtioMmio() throws Exception {
        assertThat(refusal("virtio-pci"))
                .contains(
                        "firecracker needs CONFIG_VIRTIO_MMIO=y on x86_64",
                        "the transport of every device",
                        "Firecracker docs/kernel-policy.md");
    }

    @Test
    void refusesAcpiWithoutPci() throws Exception {
        assertThat(refusal("virtio-mmio"))
                .contains("firecracker needs CONFIG_PCI=y on x86_64", "without it ACPI initialisation fails")
                .doesNotContain("CONFIG_ACPI=y");
    }
}
