package dev.gristmill.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.model.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfferedImagesTest {
    private static final Selection EVERYTHING = new Selection(List.of(), List.of(), List.of(), List.of());

    @TempDir
    Path folder;

    @Test
    void namesEachKernelOnceWithItsTagAndImages() throws IOException {
        var file = Files.writeString(folder.resolve("gristmill.yaml"), """
                kernels:
                  - {series: "5.10", profiles: [microvm, small]}
                  - {version: 6.1.187, profiles: [tiny]}
                profiles:
                  small: {extends: tiny, vmms: [cloud-hypervisor], architectures: [arm64]}
                """);
        var offered = OfferedImages.of(CatalogueReader.read(file), EVERYTHING);
        assertThat(offered).extracting(OfferedImages::tag).containsExactly("5.10", "5.10-small", "6.1.187-tiny");
        assertThat(offered.getFirst().release()).isEmpty();
        assertThat(offered.getFirst().images())
                .containsExactly(
                        "cloudhypervisor-kernel",
                        "cloudhypervisor-kernel-bin",
                        "cloudhypervisor-kernel-modules",
                        "firecracker-kernel",
                        "firecracker-kernel-bin",
                        "firecracker-kernel-modules",
                        "flintlock-kernel");
        assertThat(offered.get(1).architectures()).containsExactly(Architecture.ARM64);
        assertThat(offered.get(1).images()).containsExactly("cloudhypervisor-kernel", "cloudhypervisor-kernel-bin");
        assertThat(offered.getLast().release()).hasToString("Optional[6.1.187]");
    }
}
