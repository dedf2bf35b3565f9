package dev.gristmill.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gristmill.catalogue.Catalogue;
import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectionTest {
    private static final List<String> ALL = List.of();

    @TempDir
    Path folder;

    private Catalogue catalogue;

    @BeforeEach
    void readCatalogue() throws IOException {
        var file = Files.writeString(folder.resolve("gristmill.yaml"), """
                kernels:
                  - {series: "5.10", profiles: [tiny, small]}
                  - {version: 6.1.187, profiles: [tiny]}
                profiles:
                  small: {extends: tiny, vmms: [firecracker], architectures: [arm64]}
                """);
        catalogue = CatalogueReader.read(file);
    }

    @Test
    void isEverythingWhereNothingIsSaid() {
        assertThat(names(new Selection(ALL, ALL, ALL, ALL)))
                .containsExactly(
                        "5.10 tiny x86_64",
                        "5.10 tiny arm64",
                        "5.10 small arm64",
                        "6.1.187 tiny x86_64",
                        "6.1.187 tiny arm64");
    }

    @Test
    void takesAReleaseOfASeriesTheCatalogueHas() {
        assertThat(names(new Selection(List.of("5.10.77"), List.of("tiny"), List.of("amd64"), ALL)))
                .containsExactly("5.10.77 tiny x86_64");
    }

    @Test
    void takesAProfileThatTheEntryDoesNotList() {
        assertThat(names(new Selection(List.of("6.1.187"), List.of("small"), ALL, ALL)))
                .containsExactly("6.1.187 small arm64");
    }

    @Test
    void leavesOutProfilesOfOtherVmms() {
        assertThat(names(new Selection(List.of("5.10"), ALL, ALL, List.of("cloud-hypervisor"))))
                .containsExactly("5.10 tiny x86_64", "5.10 tiny arm64");
    }

    @Test
    void namesWhatIsKnownForWhatIsNot() {
        assertThat(failure(new Selection(List.of("6.6"), ALL, ALL, ALL))).contains("5.10, 6.1.187");
        assertThat(failure(new Selection(List.of("latest"), ALL, ALL, ALL))).contains("--kernel latest");
        assertThat(failure(new Selection(ALL, List.of("tinny"), ALL, ALL))).contains("did you mean 'tiny'?");
        assertThat(failure(new Selection(ALL, ALL, List.of("riscv"), ALL)))
                .contains("x86_64")
                .contains("--arch riscv");
        assertThat(failure(new Selection(ALL, ALL, ALL, List.of("qemu")))).contains("cloud-hypervisor");
    }

    @Test
    void isNotSilentlyNothing() {
        assertThat(failure(new Selection(ALL, List.of("small"), List.of("x86_64"), ALL)))
                .contains("matches no kernel");
    }

    @Test
    void namesKernelsOfFullConfigurationsLast() throws IOException {
        addConfigurations();

        assertThat(names(new Selection(ALL, ALL, List.of("arm64"), ALL)))
                .containsExactly(
                        "5.10 tiny arm64",
                        "5.10 small arm64",
                        "6.1.187 tiny arm64",
                        "5.10.77 custom arm64",
                        "6.6.1 mine arm64");
        assertThat(names(new Selection(ALL, List.of("custom"), ALL, ALL))).containsExactly("5.10.77 custom arm64");
        assertThat(names(new Selection(ALL, ALL, ALL, List.of("cloud-hypervisor"))))
                .doesNotContain("5.10.77 custom arm64");
    }

    @Test
    void takesAReleaseThatOnlyAFullConfigurationHas() throws IOException {
        addConfigurations();

        assertThat(names(new Selection(List.of("5.10.77"), ALL, ALL, ALL))).containsExactly("5.10.77 custom arm64");
        assertThat(names(new Selection(List.of("5.10.77"), List.of("tiny"), List.of("arm64"), ALL)))
                .containsExactly("5.10.77 tiny arm64");
        assertThat(names(new Selection(List.of("6.6"), ALL, ALL, ALL))).containsExactly("6.6.1 mine arm64");
        assertThat(names(new Selection(List.of("5.10"), ALL, List.of("arm64"), ALL)))
                .containsExactly("5.10 tiny arm64", "5.10 small arm64", "5.10.77 custom arm64");
    }

    @Test
    void knowsTheNamesOfFullConfigurations() throws IOException {
        addConfigurations();

        assertThat(failure(new Selection(ALL, List.of("costum"), ALL, ALL))).contains("did you mean 'custom'?");
        assertThat(failure(new Selection(List.of("5.4"), ALL, ALL, ALL))).contains("6.6.1");
    }

    private void addConfigurations() throws IOException {
        var configs = Files.createDirectories(folder.resolve("kernel/firecracker/configs"));
        Files.writeString(configs.resolve("linux-arm64-5.10.77.config"), "CONFIG_64BIT=y");
        Files.writeString(configs.resolve("linux-arm64-6.6.1-mine.config"), "CONFIG_64BIT=y");
        catalogue = CatalogueReader.read(catalogue.file());
    }

    private List<String> names(Selection selection) {
        return selection.of(catalogue).stream()
                .map(k -> k.version() + " " + k.profile().name() + " " + k.architecture())
                .toList();
    }

    private String failure(Selection selection) {
        return catchThrowableOfType(InvalidInputException.class, () -> selection.of(catalogue))
                .getMessage();
    }
}
