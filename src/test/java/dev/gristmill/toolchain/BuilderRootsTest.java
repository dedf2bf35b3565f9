package dev.gristmill.toolchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.StepException;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuilderRootsTest {
    private static final Digest LAYER = Digest.of("layer");

    @TempDir
    Path folder;

    private BuilderRoots roots;

    @BeforeEach
    void open() {
        roots = new BuilderRoots(new Store(folder));
    }

    @Test
    void knowsNothingOfABuilderThatIsNotThere() {
        assertThat(roots.find(LAYER, Architecture.ARM64)).isEmpty();
    }

    @Test
    void identifiesTheToolchainByTheLayer() throws IOException {
        var root = root("aarch64-linux-gnu-gcc");
        var toolchain = roots.find(LAYER, Architecture.ARM64).orElseThrow();
        assertThat(toolchain.identity()).isEqualTo(LAYER);
        assertThat(toolchain.prefix()).isEqualTo("aarch64-linux-gnu-");
        assertThat(toolchain.root()).contains(root);
        assertThat(toolchain.description()).isEqualTo("gcc 12, builder bookworm " + LAYER.abbreviated());
    }

    @Test
    void refusesABuilderWithoutTheCompiler() throws IOException {
        root("aarch64-linux-gnu-gcc");
        assertThatThrownBy(() -> roots.find(LAYER, Architecture.X86_64))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("no compiler for x86_64");
    }

    private Path root(String compiler) throws IOException {
        var root = BuilderRoots.rootIn(roots.entry(LAYER));
        Files.createDirectories(root.resolve("usr/bin"));
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve(BuilderRoots.CONTENTS), "gcc 12, builder bookworm\nmake 4.3\n");
        Files.createFile(root.resolve("usr/bin").resolve(compiler));
        assertThat(root.resolve("usr/bin").resolve(compiler).toFile().setExecutable(true))
                .isTrue();
        return root;
    }
}
