package dev.gristmill.toolchain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.process.Command;
import dev.gristmill.toolchain.Workshop.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {
    private static final Path SOURCE = Path.of("/home/me/linux");
    private static final Path OUTPUT = Path.of("/home/me/store/work/1/out");

    @TempDir
    Path folder;

    @Test
    void showsNothingButTheBuilderAndTheFolders() throws IOException {
        var argv = command().argv();
        assertThat(argv).containsSubsequence("bwrap", "--unshare-all", "--die-with-parent");
        assertThat(argv).containsSubsequence("--ro-bind", root().resolve("usr").toString(), "/usr");
        assertThat(argv).containsSubsequence("--symlink", "usr/bin", "/bin");
        assertThat(argv).containsSubsequence("--ro-bind", SOURCE.toString(), "/source");
        assertThat(argv).containsSubsequence("--bind", OUTPUT.toString(), "/output");
        assertThat(argv).containsSubsequence("--remount-ro", "/", "--chdir", "/output", "--clearenv");
        assertThat(argv).endsWith("--", "env", "--default-signal", "make", "O=/output");
        assertThat(argv.stream().filter(word -> word.equals("--bind"))).hasSize(1);
    }

    @Test
    void passesNoVariableButThoseOfTheCompile() throws IOException {
        var argv = command().argv();
        assertThat(argv).containsSubsequence("--setenv", "KBUILD_BUILD_USER", "gristmill");
        assertThat(argv).containsSubsequence("--setenv", "PATH", "/usr/bin:/usr/sbin");
        assertThat(argv).containsSubsequence("--setenv", "HOME", "/nonexistent");
        assertThat(argv.stream().filter(word -> word.equals("--setenv"))).hasSize(5);
    }

    @Test
    void namesFoldersAsProgramsSeeThem() throws IOException {
        var sandbox = sandbox();
        assertThat(sandbox.inside(SOURCE)).isEqualTo("/source");
        assertThat(sandbox.inside(OUTPUT.resolve("a/b.o"))).isEqualTo("/output/a/b.o");
    }

    @Test
    void leavesThisMachinesToolchainAsItIs() {
        var toolchain = new Toolchain(Architecture.ARM64, "aarch64-linux-gnu-", "gcc", Digest.of("gcc"));
        var workshop = Workshop.of(toolchain, List.of(Folder.toRead(SOURCE, "/source")), List.of("unshare", "--net"));
        var command = workshop.command(List.of("make"), OUTPUT, new TreeMap<>(Map.of("A", "b")));
        assertThat(command.argv()).containsExactly("unshare", "--net", "make");
        assertThat(command.directory()).isEqualTo(OUTPUT);
        assertThat(command.environment()).containsEntry("A", "b").containsEntry("PATH", Command.path());
        assertThat(workshop.inside(SOURCE)).isEqualTo(SOURCE.toString());
    }

    private Command command() throws IOException {
        var variables = new TreeMap<>(Map.of("KBUILD_BUILD_USER", "gristmill"));
        return sandbox().command(List.of("make", "O=/output"), OUTPUT, variables);
    }

    private Workshop sandbox() throws IOException {
        var toolchain =
                new Toolchain(Architecture.ARM64, "aarch64-linux-gnu-", "gcc", Digest.of("layer"), Optional.of(root()));
        return Workshop.of(
                toolchain,
                List.of(Folder.toRead(SOURCE, "/source"), Folder.toWrite(OUTPUT, "/output")),
                List.of("unshare"));
    }

    private Path root() throws IOException {
        var root = folder.resolve("root");
        if (!Files.exists(root)) {
            Files.createDirectories(root.resolve("usr/bin"));
            Files.createSymbolicLink(root.resolve("bin"), Path.of("usr/bin"));
        }
        return root;
    }
}
