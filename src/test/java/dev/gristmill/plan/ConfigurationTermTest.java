package dev.gristmill.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gristmill.catalogue.Catalogue;
import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTermTest {
    @TempDir
    Path folder;

    private Catalogue catalogue;

    @BeforeEach
    void read() throws IOException {
        for (var vmm : new String[] {"firecracker", "cloud-hypervisor"}) {
            var configs = Files.createDirectories(
                    folder.resolve("kernel").resolve(vmm).resolve("configs"));
            Files.writeString(configs.resolve("linux-arm64-5.10.262.config"), "CONFIG_64BIT=y");
        }
        catalogue = CatalogueReader.read(Files.writeString(folder.resolve("gristmill.yaml"), """
                kernels:
                  - {series: "5.10", profiles: [tiny, microvm]}
                  - {series: "6.1", profiles: [tiny]}
                """));
    }

    @Test
    void namesOneKernelWhateverTheOrder() {
        assertThat(kernel("tiny@5.10.262/arm64")).isEqualTo("5.10.262 tiny arm64");
        assertThat(kernel("arm64/5.10.262@tiny")).isEqualTo("5.10.262 tiny arm64");
        assertThat(kernel("5.10/tiny/amd64")).isEqualTo("5.10 tiny x86_64");
    }

    @Test
    void takesTheDefaultProfileAndThisMachinesArchitectureFirst() {
        var here = Architecture.ofThisMachine().orElse(Architecture.X86_64);
        assertThat(kernel("5.10")).isEqualTo("5.10 microvm " + here);
        assertThat(kernel("arm64")).isEqualTo("5.10 microvm arm64");
        assertThat(kernel("6.1/arm64")).isEqualTo("6.1 tiny arm64");
    }

    @Test
    void tellsFullConfigurationsOfTwoVmmsApart() {
        var kernel =
                ConfigurationTerm.parse("custom/cloud-hypervisor", catalogue).in(catalogue);
        assertThat(kernel.profile().fullConfiguration().orElseThrow().toString())
                .contains("cloud-hypervisor");
    }

    @Test
    void takesFromTheOtherWhatItDoesNotSay() {
        var first = ConfigurationTerm.parse("tiny@6.1/arm64", catalogue);
        var second = ConfigurationTerm.parse("x86_64", catalogue);
        assertThat(shown(second.or(first).in(catalogue))).isEqualTo("6.1 tiny x86_64");
        assertThat(shown(ConfigurationTerm.parse("microvm", catalogue)
                        .or(first.in(catalogue))
                        .in(catalogue)))
                .isEqualTo("6.1 microvm arm64");
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(failure("tinny@5.10")).contains("'tinny' is neither", "did you mean 'tiny'?");
        assertThat(failure("tiny@microvm")).contains("one profile", "tiny and microvm");
        assertThat(failure("tiny@")).contains("'' is neither");
        assertThat(failure("6.6")).contains("does not name this kernel");
    }

    private String kernel(String text) {
        return shown(ConfigurationTerm.parse(text, catalogue).in(catalogue));
    }

    private static String shown(PlannedKernel kernel) {
        return kernel.version() + " " + kernel.profile().name() + " " + kernel.architecture();
    }

    private String failure(String text) {
        return catchThrowableOfType(InvalidInputException.class, () -> kernel(text))
                .getMessage();
    }
}
