package dev.gristmill.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Release;
import dev.gristmill.model.Vmm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationFilesTest {
    @TempDir
    Path folder;

    @Test
    void eachAddsAKernelForTheVmmOfItsFolder() throws IOException {
        var arm = add("firecracker", "linux-arm64-5.10.77.config");
        add("cloud-hypervisor", "linux-x86_64-7.3-rc2.config");

        var catalogue = read("kernels: [{series: \"5.10\"}]");

        assertThat(catalogue.configurations())
                .containsExactly(
                        new ConfigurationFile(
                                folder.resolve("kernel/cloud-hypervisor/configs/linux-x86_64-7.3-rc2.config"),
                                Vmm.CLOUD_HYPERVISOR,
                                Architecture.X86_64,
                                release("7.3-rc2"),
                                "custom"),
                        new ConfigurationFile(arm, Vmm.FIRECRACKER, Architecture.ARM64, release("5.10.77"), "custom"));
        var profile = catalogue.configurations().getLast().asProfile();
        assertThat(profile.fullConfiguration()).contains(arm);
        assertThat(profile.vmms()).containsExactly(Vmm.FIRECRACKER);
        assertThat(profile.architectures()).containsExactly(Architecture.ARM64);
    }

    @ParameterizedTest
    @CsvSource({
        "linux-arm64-5.10.262-mine.config, 5.10.262, mine",
        "linux-arm64-7.3-rc2-my-own.config, 7.3-rc2, my-own",
    })
    void whatStandsBehindTheReleaseIsTheProfile(String name, String release, String profile) throws IOException {
        add("firecracker", name);

        var file = read("kernels: [{series: \"5.10\"}]").configurations().getFirst();

        assertThat(file.release()).isEqualTo(release(release));
        assertThat(file.profile()).isEqualTo(profile);
    }

    @Test
    void aCatalogueNeedsNoKernelsBesideThem() throws IOException {
        add("firecracker", "linux-arm64-5.10.77.config");

        assertThat(read("registry: registry.example").kernels()).isEmpty();
    }

    @Test
    void theirSourceIsThatOfTheirReleaseOrSeriesOrTheCatalogue() throws IOException {
        add("firecracker", "linux-arm64-5.10.77.config");
        var catalogue = read("""
                source: apt
                kernels:
                  - {version: 5.10.77, source: {path: one.tar}}
                  - {series: "6.1", source: {path: newest.tar}}
                """);

        assertThat(catalogue.source(release("5.10.77"))).isInstanceOf(SourceChoice.Local.class);
        assertThat(catalogue.source(release("6.1.9"))).isInstanceOf(SourceChoice.Local.class);
        assertThat(catalogue.source(release("5.10.78"))).isInstanceOf(SourceChoice.Apt.class);
    }

    @Test
    void passesOverWhatIsNoConfiguration() throws IOException {
        add("firecracker", "README.md");
        add("firecracker", "linux-arm64-5.10.77.config.old");
        add("firecracker", ".linux-arm64-5.10.77.config");
        Files.createDirectories(folder.resolve("kernel/fragments"));

        assertThat(read("kernels: [{series: \"5.10\"}]").configurations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "microvm-x86_64-5.10.config        | linux-arm64-5.10.262.config",
                "linux-x86_64.config               | no architecture and release",
                "linux-amd64-5.10.262.config       | call it linux-x86_64-",
                "linux-aarch64-5.10.262.config     | call it linux-arm64-",
                "linux-riscv-5.10.262.config       | x86_64 or arm64",
                "linux-arm64-5.10.config           | a release such as 5.10.262",
                "linux-arm64-latest.config         | no kernel release",
                "linux-arm64-5.10.262-Mine.config  | lower-case letters",
                "linux-arm64-5.10.262-.config      | lower-case letters",
                "linux-arm64-5.10.262-tiny.config  | there is a profile 'tiny'",
                "linux-arm64-5.10.262-custom.config| there is a profile 'custom'",
            })
    void saysWhatIsWrongWithAName(String name, String told) throws IOException {
        var file = add("firecracker", name);

        assertThat(refused("kernels: [{series: \"5.10\"}]")).contains(file.toString(), told);
    }

    @Test
    void saysWhichVmmsThereAre() throws IOException {
        add("cloudhypervisor", "linux-arm64-5.10.77.config");

        assertThat(refused("kernels: [{series: \"5.10\"}]"))
                .contains("cloudhypervisor", "kernel/cloud-hypervisor/configs", "did you mean 'cloud-hypervisor'?");
    }

    @Test
    void tellsItsMistakesTogetherWithThoseOfTheCatalogue() throws IOException {
        add("firecracker", "linux-arm64.config");

        assertThat(refused("kernels: [{series: ten}]")).contains("no architecture and release", "'series'");
    }

    @Test
    void theirProfileCannotBeDefined() {
        assertThat(refused("{kernels: [{series: \"5.10\"}], profiles: {custom: {extends: tiny}}}"))
                .contains("'custom' stands for full configurations");
    }

    private Path add(String vmm, String name) throws IOException {
        var configs =
                Files.createDirectories(folder.resolve("kernel").resolve(vmm).resolve("configs"));
        return Files.writeString(configs.resolve(name), "CONFIG_64BIT=y\n");
    }

    private Catalogue read(String yaml) throws IOException {
        return CatalogueReader.read(Files.writeString(folder.resolve("gristmill.yaml"), yaml));
    }

    private String refused(String yaml) {
        return catchThrowableOfType(InvalidInputException.class, () -> read(yaml))
                .getMessage();
    }

    private static Release release(String text) {
        return Release.parse(text).orElseThrow();
    }
}
