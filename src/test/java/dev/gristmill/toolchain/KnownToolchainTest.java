package dev.gristmill.toolchain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownToolchainTest {
    @TempDir
    Path folder;

    @Test
    void isRecalledAsItWasWritten() throws Exception {
        var known = toolchain();
        assertThat(KnownToolchain.recall(written(known))).hasValue(known);
    }

    @Test
    void isForgottenWhenAFileHasChanged() throws Exception {
        var file = written(toolchain());
        Files.writeString(folder.resolve("cc1"), "another compiler");
        assertThat(KnownToolchain.recall(file)).isEmpty();
    }

    @Test
    void isForgottenWhenAFileIsReplacedByOneOfTheSameSizeAndAge() throws Exception {
        var file = written(toolchain());
        var old = folder.resolve("cc1");
        var age = Files.getLastModifiedTime(old);
        var other = Files.writeString(folder.resolve("other"), "cc2");
        Files.setLastModifiedTime(other, age);
        Files.delete(old);
        Files.move(other, old);
        assertThat(Files.size(old)).isEqualTo(3);
        assertThat(KnownToolchain.recall(file)).isEmpty();
    }

    @Test
    void isForgottenWhenAFileIsGone() throws Exception {
        var file = written(toolchain());
        Files.delete(folder.resolve("ld"));
        assertThat(KnownToolchain.recall(file)).isEmpty();
    }

    @Test
    void isForgottenWhenWhatWasWrittenIsDamaged() throws Exception {
        var file = written(toolchain());
        Files.writeString(file, Files.readString(file).replace("cc1\t", "cc1"));
        assertThat(KnownToolchain.recall(file)).isEmpty();
        Files.writeString(file, "");
        assertThat(KnownToolchain.recall(file)).isEmpty();
    }

    @Test
    void isTheSameWhereverItIsInstalled() throws Exception {
        var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        var moved =
                KnownToolchain.of("p-", "gcc 1", List.of(tool("ld", elsewhere, "ld"), tool("cc1", elsewhere, "cc1")));
        assertThat(identity(moved)).isEqualTo(identity(toolchain()));
    }

    @Test
    void isAnotherWhenAProgramHasOtherContentOrAnotherName() throws Exception {
        var content = KnownToolchain.of("p-", "gcc 1", List.of(tool("cc1", folder, "cc2"), tool("ld", folder, "ld")));
        var name = KnownToolchain.of("p-", "gcc 1", List.of(tool("cc2", folder, "cc1"), tool("ld", folder, "ld")));
        assertThat(List.of(identity(toolchain()), identity(content), identity(name)))
                .doesNotHaveDuplicates();
    }

    private KnownToolchain toolchain() throws IOException {
        return KnownToolchain.of("p-", "gcc 1", List.of(tool("cc1", folder, "cc1"), tool("ld", folder, "ld")));
    }

    private Path written(KnownToolchain known) throws IOException {
        return Files.writeString(folder.resolve("memory"), known.written());
    }

    private static Tool tool(String name, Path folder, String content) throws IOException {
        return Tool.read(name, Files.writeString(folder.resolve(name), content));
    }

    private static Digest identity(KnownToolchain known) {
        return known.as(Architecture.ARM64).identity();
    }
}
