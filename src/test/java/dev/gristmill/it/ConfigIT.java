package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about configurations, on a real 5.10 tree. */
class ConfigIT {
    // One store for all: configurations are resolved once.
    @TempDir
    private static Path shared;

    private static Path catalogue;
    private static Path tree;

    @TempDir
    private Path folder;

    @BeforeAll
    static void writeCatalogue() throws Exception {
        var source = RealTree.newest("5.10");
        tree = source.root();
        var configs = Files.createDirectories(shared.resolve("kernel/firecracker/configs"));
        Files.writeString(
                configs.resolve("linux-arm64-" + source.release() + "-mine.config"),
                "CONFIG_NET=y\nCONFIG_GONE_LONG_AGO=y\n");
        catalogue = Files.writeString(
                shared.resolve("gristmill.yaml"),
                "kernels: [{version: %s, profiles: [tiny], source: {path: %s}}]".formatted(source.release(), tree));
    }

    @Test
    void showsEachOptionWithItsOriginAsAFragment() throws Exception {
        var run = succeeds("config", "show", "--profile", "tiny", "--arch", "arm64");

        assertThat(run.output())
                .contains("# tiny@5.10.")
                .containsPattern("CONFIG_VIRTIO_BLK=y +# built-in/virtio-devices.config:\\d+")
                .containsPattern("CONFIG_VIRTIO=y +# selected by .*VIRTIO_MMIO")
                .containsPattern("CONFIG_64BIT=y +# default");
    }

    @Test
    void showsWhatOlddefconfigMadeOfAFullConfiguration() throws Exception {
        assertThat(succeeds("config", "show", "--profile", "mine").output())
                .containsPattern("# olddefconfig changed \\d+ options")
                .contains("1 vanished: GONE_LONG_AGO=y")
                .containsPattern("CONFIG_NET=y +# linux-arm64-5.10.\\d+-mine.config");
        assertThat(succeeds("config", "show", "--profile", "mine", "--json").output())
                .contains("\"vanished\":[{\"option\":\"CONFIG_GONE_LONG_AGO\",\"before\":\"y\"}]");
    }

    @Test
    void explainsAnOptionInEachKernel() throws Exception {
        assertThat(succeeds("config", "explain", "VIRTIO_PCI").output())
                .contains("\"PCI driver for virtio devices\"", "needs:    depends on PCI: PCI=y")
                .containsPattern("5\\.10\\.\\d+ +tiny +x86_64 +y +built-in/virtio-pci.config:\\d+")
                .containsPattern("5\\.10\\.\\d+ +mine +arm64 +");
        assertThat(succeeds("config", "explain", "BRIDGE", "--profile", "tiny").output())
                .containsPattern("tiny +arm64 +n +default");
        assertThat(succeeds("config", "explain", "NFS_V4", "--profile", "tiny").output())
                .containsPattern("tiny +arm64 +- +unmet: depends on NFS_FS .*NFS_FS=n");
    }

    @Test
    void checksEveryKernelWhateverIsWrongWithOneOfThem() throws Exception {
        var run = gristmill("config", "check");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output())
                .containsPattern("tiny +x86_64 +firecracker cloud-hypervisor +ok\n")
                .containsPattern("tiny +arm64 +firecracker cloud-hypervisor +ok\n")
                .containsPattern("mine +arm64 +firecracker +breaks the contract of firecracker: \\d+ options\n");
        assertThat(run.errors()).contains("mine@5.10.", "firecracker needs CONFIG_VIRTIO_BLK=y on arm64");
        assertThat(succeeds("config", "check", "--profile", "tiny", "--json").output())
                .startsWith("{\"passed\":true")
                .doesNotContain("\"passed\":false");
    }

    @Test
    void namesTheNearestOptions() throws Exception {
        var run = gristmill("config", "explain", "VIRTO_BLK");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.output()).isEmpty();
        assertThat(run.errors()).contains("nearest:  VIRTIO_BLK");
    }

    @Test
    void comparesKernelsAndFiles() throws Exception {
        assertThat(succeeds("config", "diff", "tiny/arm64", "x86_64").output())
                .contains("+ CONFIG_X86_64=y", "- CONFIG_ARM64=y", "~ CONFIG_");
        var file = Files.writeString(folder.resolve("a.config"), "CONFIG_A=y\nCONFIG_B=m\n");
        var other = Files.writeString(folder.resolve("b.config"), "CONFIG_B=y\n");
        assertThat(succeeds("config", "diff", "--json", file.toString(), other.toString())
                        .output())
                .contains("\"vanished\":[{\"option\":\"CONFIG_A\",\"before\":\"y\"}]")
                .contains("\"changed\":[{\"option\":\"CONFIG_B\",\"before\":\"m\",\"after\":\"y\"}]");
    }

    @Test
    void menuSavesWhatWasChangedAndLeavesTheTreeAlone() throws Exception {
        var fragment = folder.resolve("changed.config");
        try (var terminal = Terminal.of(
                gristmillArguments("config", "menu", "--profile=tiny", "--arch=arm64", "--output=" + fragment))) {
            terminal.await("Enable loadable module support");
            terminal.type("e"); // goes to the entry of that letter
            terminal.type("y"); // turns it on
            terminal.await("[*] Enable loadable module support");
            terminal.type("x"); // leaves
            terminal.await("save your new configuration");
            terminal.type("\n");
            assertThat(terminal.exitStatus()).as(terminal.shown()).isZero();
        }

        assertThat(fragment).content().contains("\nCONFIG_MODULES=y\n").doesNotContain("CONFIG_MODULES_USE_ELF_RELA");
        assertThat(tree.resolve("scripts/kconfig/mconf")).doesNotExist();
        assertThat(tree.resolve(".config")).doesNotExist();
    }

    @Test
    void menuNeedsATerminalAndOneKernel() throws Exception {
        var run = gristmill("config", "menu", "--profile", "tiny");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.errors()).contains("terminal");
    }

    private Tool.Run succeeds(String... arguments) throws IOException, InterruptedException {
        var run = gristmill(arguments);
        assertThat(run.status()).as(run.errors()).isZero();
        return run;
    }

    private Tool.Run gristmill(String... arguments) throws IOException, InterruptedException {
        return Gristmill.run(gristmillArguments(arguments).toArray(String[]::new));
    }

    private static List<String> gristmillArguments(String... arguments) {
        var all = new ArrayList<>(List.of(
                "--catalogue",
                catalogue.toString(),
                "--store",
                shared.resolve("store").toString(),
                "--quiet"));
        all.addAll(List.of(arguments));
        return all;
    }
}
