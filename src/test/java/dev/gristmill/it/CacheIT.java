package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two machines, told apart by their stores, that share kernels through Debian's registry. */
class CacheIT {
    @TempDir
    Path folder;

    private DebianRegistry registry;
    private Path catalogue;

    @BeforeEach
    void start() throws Exception {
        registry = DebianRegistry.plain(Files.createDirectory(folder.resolve("registry")));
        catalogue = Gristmill.catalogue(folder, """
                cache: %s/acme/kernel-cache
                kernels: [{series: "5.10", profiles: [tiny]}]
                """.formatted(registry.host()));
    }

    @AfterEach
    void stop() throws Exception {
        registry.close();
    }

    @Test
    void theSecondMachineGetsTheSameImagesWithoutSourceAndCompile() throws Exception {
        var first = build("first", List.of());
        first.mustSucceed();
        var requests = registry.requests().size();
        assertThat(requests).isPositive();
        build("again", List.of()).mustSucceed();
        assertThat(registry.requests()).as("an up-to-date build asks nobody").hasSize(requests);

        var empty = folder.resolve("store");
        var second = build("second", List.of("--store", empty.toString()));
        second.mustSucceed();
        assertThat(second.errors()).contains("from the cache").doesNotContain(": compile", ": unpack", ": configure");
        assertThat(folder.resolve("second/index.json")).hasSameTextualContentAs(folder.resolve("first/index.json"));
        assertThat(empty.resolve("trees")).doesNotExist();
        assertThat(empty.resolve("sources")).doesNotExist();

        requests = registry.requests().size();
        build("third", List.of("--store", empty.toString(), "--boot")).mustSucceed();
        assertThat(registry.requests()).as("what was fetched is there").hasSize(requests);
        assertThat(folder.resolve("third/index.json")).hasSameTextualContentAs(folder.resolve("first/index.json"));

        var catalogued = List.of("--catalogue", catalogue.toString(), "--store", empty.toString());
        assertThat(plan(catalogued))
                .containsPattern("there +there +there +[0-9a-f]{12}")
                .contains("not needed");

        // What another version of the tool remembered counts for nothing.
        Tool.run(folder, "rm", "-r", empty.resolve("memory/plans").toString()).mustSucceed();
        assertThat(plan(catalogued)).contains("not needed");
        Tool.run(folder, "rm", "-r", empty.resolve("memory/plans").toString()).mustSucceed();
        var boot = new ArrayList<>(catalogued);
        boot.addAll(List.of(
                "boot", "--arch", "arm64", "--layout", folder.resolve("third").toString()));
        Gristmill.run(boot.toArray(String[]::new)).mustSucceed();
    }

    private static String plan(List<String> options) throws Exception {
        var argv = new ArrayList<>(options);
        argv.addAll(List.of("plan", "--arch", "arm64"));
        return Gristmill.run(argv.toArray(String[]::new)).mustSucceed();
    }

    private Tool.Run build(String output, List<String> options) throws Exception {
        var argv = new ArrayList<>(List.of(
                "build",
                "--catalogue",
                catalogue.toString(),
                "--arch",
                "arm64",
                "--json",
                "--output",
                folder.resolve(output).toString()));
        argv.addAll(options);
        return Gristmill.run(argv.toArray(String[]::new));
    }
}
