package dev.gristmill.kconfig;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullConfigurationTest {
    @TempDir
    Path folder;

    @Test
    void isNotTakenForAnotherArchitecture() throws IOException {
        var full = read("CONFIG_64BIT=y\nCONFIG_X86_64=y\n");

        assertThatCode(() -> full.requireFor(Architecture.X86_64)).doesNotThrowAnyException();
        assertThatThrownBy(() -> full.requireFor(Architecture.ARM64))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll(full.file().toString(), "expected: arm64", "found:    x86_64");
    }

    @Test
    void needNotSayItsArchitecture() throws IOException {
        var full = read("CONFIG_NET=y\n");

        assertThatCode(() -> full.requireFor(Architecture.ARM64)).doesNotThrowAnyException();
    }

    private FullConfiguration read(String content) throws IOException {
        return FullConfiguration.read(Files.writeString(folder.resolve("a.config"), content));
    }
}
