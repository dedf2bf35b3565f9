package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents say of this repository's kernels is what the catalogue, the lock and the matrix say. */
class DocumentsIT {
    private static final List<String> FILES =
            List.of("docs/tables", "docs/matrix.md", "docs/images.md", "README.md", "gristmill.yaml", "gristmill.lock");

    @TempDir
    Path folder;

    @Test
    void theTablesOfKernelsAreNotStale() throws Exception {
        Tool.run(Gristmill.CHECKOUT, "docs/tables", "--check").mustSucceed();
    }

    @Test
    void aTableThatIsStaleIsNamedAndWrittenAnew() throws Exception {
        copyOfTheCheckout();
        var readme = folder.resolve("README.md");
        var right = Files.readString(readme);
        var lock = folder.resolve("gristmill.lock");
        var release = Files.readString(lock).replaceFirst("(?s).*?release: (\\S+).*", "$1");

        Files.writeString(lock, Files.readString(lock).replace("release: " + release, "release: " + release + "9"));
        var stale = Tool.run(folder, "docs/tables", "--check");
        assertThat(stale.status()).isEqualTo(1);
        assertThat(stale.errors()).contains("README.md and docs/images.md", "make docs");
        assertThat(Files.readString(readme)).isEqualTo(right);

        Tool.run(folder, "docs/tables").mustSucceed();
        assertThat(Files.readString(readme)).contains(release + "9", "not measured");
        Tool.run(folder, "docs/tables", "--check").mustSucceed();
    }

    @Test
    void aNewSeriesIsOneLineOfTheCatalogue() throws Exception {
        copyOfTheCheckout();
        var catalogue = folder.resolve("gristmill.yaml");
        Files.writeString(catalogue, Files.readString(catalogue).stripTrailing() + "\n  - series: \"6.1\"\n");
        Tool.run(folder, "docs/tables").mustSucceed();
        assertThat(Files.readString(folder.resolve("README.md"))).contains("| 6.1 | not pinned | microvm |");
    }

    private void copyOfTheCheckout() throws Exception {
        Files.createDirectory(folder.resolve("docs"));
        for (var file : FILES) {
            Files.copy(Gristmill.CHECKOUT.resolve(file), folder.resolve(file));
        }
        var launcher = Files.writeString(
                folder.resolve("gristmill"),
                "#!/bin/sh\nexec '" + Gristmill.CHECKOUT.resolve("gristmill") + "' \"$@\"\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        assertThat(folder.resolve("docs/tables").toFile().setExecutable(true)).isTrue();
    }
}
