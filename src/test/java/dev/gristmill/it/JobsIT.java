package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kernels of a catalogue compile side by side, with this machine's make, and have all jobs together. */
class JobsIT {
    private static final int JOBS = 3;

    @TempDir
    Path folder;

    @Test
    void aLargeKernelHasTheJobsThatASmallOneLeaves() throws Exception {
        build(MakeBelieveKernel.catalogueOfTwo(folder), "--output", images()).mustSucceed();
        assertShared();
    }

    @Test
    void theKernelsOfAShardHaveThemTooAndAreHandedOverOneByOne() throws Exception {
        try (var registry = DebianRegistry.plain(Files.createDirectory(folder.resolve("registry")))) {
            var address = registry.host() + "/acme";
            var shard = List.of("--shard", "1/1", "--registry", address).toArray(String[]::new);
            var catalogue = MakeBelieveKernel.catalogueOfTwo(folder);
            assertThat(build(catalogue, shard).mustSucceed()).contains("handed over");
            assertShared();
            assertThat(build(catalogue, shard).mustSucceed())
                    .contains("was there")
                    .doesNotContain("handed over");
            assertThat(registry.requests().stream()
                            .filter(request -> request.startsWith("PUT /v2/acme/kernel-shards/manifests/shard-")))
                    .hasSize(2);
        }
    }

    private void assertShared() throws Exception {
        var lines = Files.readAllLines(folder.resolve("commands"));
        var atOnce = atOnce(lines);
        assertThat(atOnce).hasSize(52);
        assertThat(lines.subList(0, lines.lastIndexOf("- 6")))
                .as("side by side")
                .contains("+ 20");
        assertThat(Collections.max(atOnce)).as("never more than --jobs").isEqualTo(JOBS);
        assertThat(Collections.max(atOnce.subList(lines.lastIndexOf("- 6"), 52)))
                .as("what the small kernel leaves")
                .isEqualTo(JOBS);
    }

    @Test
    void aKernelThatTurnsOutToBeWrongEndsTheCompilesAndWritesNothing() throws Exception {
        var catalogue = MakeBelieveKernel.catalogueOfTwo(folder);
        // The small kernel cannot be finished without the large one, whose option the tree does not know.
        Files.writeString(folder.resolve("large.config"), "# not in this tree\nCONFIG_NO_SUCH_OPTION=y\n");
        Files.writeString(
                catalogue,
                Files.readString(catalogue)
                        .replace("large: {extends: tiny,", "large: {extends: tiny, fragments: [large.config],"));
        Files.writeString(
                folder.resolve("linux/Makefile"),
                Files.readString(folder.resolve("linux/Makefile"))
                        .replace("@cat $(KCONFIG_ALLCONFIG)", "@grep -v NO_SUCH_OPTION $(KCONFIG_ALLCONFIG) | cat -"));

        var run = build(catalogue, "--output", images());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.errors()).contains("NO_SUCH_OPTION");
        assertThat(folder.resolve("images/index.json")).doesNotExist();
    }

    private String images() {
        return folder.resolve("images").toString();
    }

    private Tool.Run build(Path catalogue, String... options) throws Exception {
        var words = new ArrayList<>(List.of("build", "--catalogue", catalogue.toString()));
        words.addAll(List.of("--store", folder.resolve("store").toString(), "--jobs", Integer.toString(JOBS)));
        words.addAll(List.of(options));
        return Gristmill.run(words.toArray(String[]::new));
    }

    /** How many commands ran after each line. */
    private static List<Integer> atOnce(List<String> lines) {
        var counts = new ArrayList<Integer>();
        int running = 0;
        for (var line : lines) {
            running += line.startsWith("+") ? 1 : -1;
            counts.add(running);
        }
        return counts;
    }
}
