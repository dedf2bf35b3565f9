package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Architecture;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.ToolchainFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compilers of this machine. */
class ToolchainIT {
    @TempDir
    Path folder;

    private Store store;
    private ToolchainFinder finder;

    @BeforeEach
    void open() {
        store = new Store(folder.resolve("store"));
        finder = new ToolchainFinder(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void describesTheCompiler() throws Exception {
        var toolchain = finder.find(Architecture.ARM64);
        assertThat(toolchain.prefix()).isIn("", "aarch64-linux-gnu-");
        assertThat(toolchain.description()).matches("gcc [0-9.]+, binutils [0-9.]+");
    }

    @Test
    void tellsCompilersOfDifferentTargetsApart() throws Exception {
        assertThat(finder.find(Architecture.X86_64).identity())
                .isNotEqualTo(finder.find(Architecture.ARM64).identity());
    }

    @Test
    void looksAtTheCompilerBackEndAndTheLibrariesItWorksWith() throws Exception {
        finder.find(Architecture.X86_64);
        assertThat(store.memory().resolve("toolchain-x86_64"))
                .content()
                .contains("\ncc1\t", "\nas\t", "gcc\t", "objcopy\t", "\ndepmod\t", "\nlibmpfr");
    }

    @Test
    void remembersWhatItFound() throws Exception {
        var found = finder.find(Architecture.X86_64);
        var memory = store.memory().resolve("toolchain-x86_64");
        Files.writeString(memory, Files.readString(memory).replace(found.description(), "gcc remembered"));
        assertThat(finder.find(Architecture.X86_64).description()).isEqualTo("gcc remembered");
        assertThat(finder.find(Architecture.X86_64).identity()).isEqualTo(found.identity());
    }
}
