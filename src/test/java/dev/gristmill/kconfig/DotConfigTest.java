package dev.gristmill.kconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DotConfigTest {
    @TempDir
    private Path folder;

    private DotConfig config(String content) throws IOException {
        return DotConfig.read(Files.writeString(folder.resolve("c"), content));
    }

    @Test
    void tellsNotSetFromAbsent() throws IOException {
        var config = config("#\n# Automatically generated file; DO NOT EDIT.\n#\nCONFIG_A=m\n# CONFIG_B is not set\n");
        assertThat(config.value(new Option("A"))).contains(Tristate.MODULE);
        assertThat(config.value(new Option("B"))).contains(Tristate.NO);
        assertThat(config.value(new Option("C"))).isEmpty();
        assertThat(config.tristate(new Option("C"))).isEqualTo(Tristate.NO);
    }

    @Test
    void sortsDifferencesIntoKinds() throws IOException {
        var before = config("CONFIG_A=y\nCONFIG_B=1\nCONFIG_C=\"x\"\n# CONFIG_E is not set\n");
        var after = config("CONFIG_A=y\nCONFIG_B=2\nCONFIG_D=m\n");
        assertThat(before.to(after))
                .extracting(d -> d.option().name() + " " + d.kind() + " " + d.immaterial())
                .containsExactly("B CHANGED false", "C VANISHED false", "D APPEARED false", "E VANISHED true");
    }

    @Test
    void rejectsOptionThatStandsTwice() {
        assertThatThrownBy(() -> config("CONFIG_A=y\n# CONFIG_A is not set\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("CONFIG_A stands twice", "c:2", "n here, y further up");
    }

    @Test
    void hasDigestThatIgnoresCommentsAndOrder() throws IOException {
        assertThat(config("CONFIG_A=y\nCONFIG_B=m\n").digest())
                .isEqualTo(config("# hello\nCONFIG_B=m\nCONFIG_A=y\n").digest());
    }
}
