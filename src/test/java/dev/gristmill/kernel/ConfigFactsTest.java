package dev.gristmill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFactsTest {
    @TempDir
    Path folder;

    @Test
    void countsOptionsAndSeesModules() throws Exception {
        var config = Files.writeString(folder.resolve("config"), """
                CONFIG_64BIT=y
                CONFIG_MODULES=y
                # CONFIG_SMP is not set
                CONFIG_LOCALVERSION=""
                CONFIG_XFS_FS=m
                CONFIG_DEBUG_INFO_BTF=y
                CONFIG_NR_CPUS=64
                """);
        assertThat(ConfigFacts.read(config)).isEqualTo(new ConfigFacts(3, 1, true, true, false));
    }

    @Test
    void seesThatThereAreNoModules() throws Exception {
        var config = Files.writeString(folder.resolve("config"), "# CONFIG_MODULES is not set\nCONFIG_64BIT=y\n");
        assertThat(ConfigFacts.read(config).modules()).isFalse();
    }

    @Test
    void namesTheFirstDifferences() throws Exception {
        var before = Files.writeString(folder.resolve("before"), "CONFIG_A=y\nCONFIG_B=y\n");
        var after = Files.writeString(folder.resolve("after"), "CONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C=m\n");
        assertThat(ConfigChanges.between(before, after)).isEqualTo("""
                - CONFIG_B=y
                + # CONFIG_B is not set
                + CONFIG_C=m""");
    }
}
