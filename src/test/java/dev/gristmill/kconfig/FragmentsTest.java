package dev.gristmill.kconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gristmill.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FragmentsTest {
    @TempDir
    private Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("my.config"), content);
    }

    @Test
    void readsFileInOrder() throws IOException {
        var fragment = Fragments.inFile(file("# first\nCONFIG_B=y\r\n\n# CONFIG_A is not set\n"));
        assertThat(fragment.requirements())
                .extracting(r -> r + " " + r.location().line())
                .containsExactly("CONFIG_B=y 2", "CONFIG_A=n 4");
    }

    @Test
    void tellsAllMistakesOfFile() throws IOException {
        var file = file("CONFIG_A=x\nCONFIG_B=y\nC=y\n");
        var thrown = catchThrowableOfType(InvalidInputException.class, () -> Fragments.inFile(file));
        assertThat(thrown.problems()).hasSize(2);
        assertThat(thrown).hasMessageContainingAll(file + ":1:10", file + ":3:1");
    }

    @Test
    void capsNumberOfMistakesTold() throws IOException {
        var file = file("x\n".repeat(500));
        assertThatThrownBy(() -> Fragments.inFile(file)).hasMessageContaining("480 more mistakes in the same file");
    }

    @Test
    void rejectsFileThatAsksForNothing() throws IOException {
        var file = file("# nothing\n\n");
        assertThatThrownBy(() -> Fragments.inFile(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("says nothing about any option", file.toString());
        assertThatThrownBy(() -> Fragments.inFile(file(""))).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void rejectsMissingFileFolderAndBinary() throws IOException {
        assertThatThrownBy(() -> Fragments.inFile(folder.resolve("none")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> Fragments.inFile(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a folder");
        var binary = Files.write(folder.resolve("b"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> Fragments.inFile(binary))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no UTF-8 text");
    }

    @Test
    void rejectsEndlessLine() throws IOException {
        var file = file("CONFIG_A=\"" + "x".repeat(100_000) + "\"\n");
        assertThatThrownBy(() -> Fragments.inFile(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("too long a line");
    }

    @Test
    void readsEveryBuiltIn() {
        for (var name : Fragments.builtInNames()) {
            assertThat(Fragments.builtIn(name).name()).isEqualTo("built-in/" + name + ".config");
        }
    }

    @Test
    void rejectsUnknownBuiltIn() {
        assertThatThrownBy(() -> Fragments.builtIn("../fragments/base"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("there is no built-in fragment '../fragments/base'");
    }

    @Test
    void listsBuiltInsOfFolderAndOfJar() throws IOException {
        var resources = Files.createDirectories(folder.resolve("dev/gristmill/kconfig/fragments"));
        Files.writeString(resources.resolve("b.config"), "");
        Files.writeString(resources.resolve("a-1.config"), "");
        Files.writeString(resources.resolve("readme"), "");
        assertThat(BuiltIns.names(folder)).containsExactly("a-1", "b");

        var jar = folder.resolve("x.jar");
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("dev/gristmill/kconfig/fragments/c.config"));
            zip.putNextEntry(new ZipEntry("other/d.config"));
        }
        assertThat(BuiltIns.names(jar)).containsExactly("c");
    }
}
