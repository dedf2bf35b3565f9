package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gristmill update}, and what follows a lock, against the Debian archives of this machine. */
class LockIT {
    @TempDir
    Path folder;

    private Path lock;

    @BeforeEach
    void writeCatalogue() throws IOException {
        Files.writeString(folder.resolve("gristmill.yaml"), "kernels: [{series: \"5.10\", profiles: [tiny]}]\n");
        lock = folder.resolve("gristmill.lock");
    }

    @Test
    void theFirstFetchPinsAndNoLaterOneMoves() throws Exception {
        var tree = RealTree.newest("5.10");
        assertThat(gristmill("update", "--dry-run").mustSucceed())
                .contains("would move", tree.release().toString());
        assertThat(lock).doesNotExist();

        gristmill("fetch").mustSucceed();
        var pinned = Files.readString(lock);
        assertThat(pinned)
                .contains(
                        "release: " + tree.release(),
                        "sha256: " + tree.identity().hex(),
                        "path: pool/")
                .containsPattern("\n    signed-by: [0-9A-F]{40}");
        gristmill("fetch").mustSucceed();
        assertThat(gristmill("update").mustSucceed()).contains("is the newest", "0 of 1 series moved");
        assertThat(lock).hasContent(pinned);
    }

    @Test
    void aReleaseThatIsGoneIsToldAndUpdateMovesOn() throws Exception {
        var tree = RealTree.newest("5.10");
        gristmill("update").mustSucceed();
        var stale = Files.readString(lock)
                .replace(tree.release().toString(), "5.10.5")
                .replace(tree.identity().hex(), "0".repeat(64));
        Files.writeString(lock, stale);

        var plan = gristmill("plan");
        assertThat(plan.status()).isEqualTo(2);
        assertThat(plan.output()).isEmpty();
        assertThat(plan.errors())
                .contains("the lock pins linux 5.10.5, which is no longer served", "gristmill update 5.10", "offered:");
        assertThat(lock).hasContent(stale);

        assertThat(gristmill("update", "--dry-run").mustSucceed())
                .containsPattern("\n" + tree.release() + ": \\d+ changes\n  \\S+")
                .containsPattern("\n5\\.10\\.6: \\d+ changes\n")
                .doesNotContain("\n5.10.5: ");
        assertThat(gristmill("update", "--dry-run", "--no-changes").mustSucceed())
                .doesNotContain("changes\n");
        assertThat(gristmill("update", "--json").mustSucceed())
                .contains("\"moves\":true", "\"from\":{\"release\":\"5.10.5\"", "\"headlines\":[\"")
                .containsPattern("\"signedBy\":\\[\"[0-9A-F]{40}\"");
        assertThat(gristmill("plan").mustSucceed()).contains(tree.release().toString());
    }

    @Test
    void anotherFileUnderAPinnedReleaseIsRefused() throws Exception {
        gristmill("update").mustSucceed();
        var other = Files.readString(lock).replaceFirst("sha256: .*", "sha256: " + "0".repeat(64));
        Files.writeString(lock, other);
        var plan = gristmill("plan");
        assertThat(plan.status()).isEqualTo(1);
        assertThat(plan.errors()).contains("another file", "expected: sha256:" + "0".repeat(64));
    }

    private Tool.Run gristmill(String... words) throws Exception {
        var argv = new ArrayList<>(List.of(words));
        argv.addAll(List.of("--catalogue", folder.resolve("gristmill.yaml").toString()));
        return Gristmill.run(argv.toArray(String[]::new));
    }
}
