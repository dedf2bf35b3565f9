package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several machines, each with a store and a network of its own, that meet in Debian's registry and nowhere else. */
class FleetIT {
    private static final Pattern IMAGE = Pattern.compile(
            "\"name\":\"([^\"]+)\",\"tag\":\"([^\"]+)\",\"reference\":\"[^\"]+\",\"digest\":\"([^\"]+)\"");

    @TempDir
    Path folder;

    private Networks networks;
    private DebianRegistry registry;
    private final List<Process> running = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        networks = Networks.create();
        registry = DebianRegistry.plain(Files.createDirectory(folder.resolve("registry")), networks.address());
        // Five kernels, of which three are to be compiled if the usual store has none: a profile's name decides no
        // byte.
        Gristmill.catalogue(folder, """
                insecure: ["%s"]
                kernels: [{series: "5.10", profiles: [microvm, tiny, other]}]
                profiles:
                  microvm: {extends: microvm, architectures: [x86_64]}
                  other: {extends: tiny}
                """.formatted(registry.host()));
        Gristmill.run(
                        "build",
                        "--catalogue",
                        catalogue(),
                        "--output",
                        folder.resolve("images").toString())
                .mustSucceed();
        assertThat(folder.resolve("gristmill.lock")).content().contains("release: 5.10.");
    }

    @AfterEach
    void stop() throws Exception {
        running.forEach(Process::destroyForcibly);
        registry.close();
        networks.close();
    }

    /** A machine with sources and kernels, so that nothing is compiled, that has proved and packed nothing yet. */
    private final class Machine {
        private final Path store;
        private final List<String> place;
        private int runs;

        Machine(String name) throws Exception {
            store = Files.createDirectory(folder.resolve(name));
            place = networks.machine();
            var usual = Store.defaultRoot(System.getenv());
            for (var part : List.of("kernels", "configurations", "records")) {
                Tool.run(folder, "cp", "-al", usual.resolve(part).toString(), store.toString())
                        .mustSucceed();
            }
            var tree = usual.resolve("trees").resolve(pinned()).toString();
            Tool.run(
                            folder,
                            "cp",
                            "-al",
                            tree,
                            Files.createDirectory(store.resolve("trees")).toString())
                    .mustSucceed();
            Tool.run(folder, "cp", "-a", usual.resolve("memory").toString(), store.toString())
                    .mustSucceed();
        }

        /** Booted, and signed when handed over. */
        Process startShard(String shard) throws Exception {
            return start(
                    "build",
                    "--boot",
                    "--shard",
                    shard,
                    "--key",
                    folder.resolve("key.key").toString());
        }

        Tool.Run publish() throws Exception {
            var key = folder.resolve("key");
            return ended(start(
                    "publish",
                    "--assemble=3",
                    "--shard-key",
                    key + ".pub",
                    "--key",
                    key + ".key",
                    "--require-attestations"));
        }

        private Process start(String... words) throws Exception {
            var argv = new ArrayList<>(place);
            argv.add(Gristmill.CHECKOUT.resolve("gristmill").toString());
            argv.addAll(List.of(words));
            argv.addAll(List.of(
                    "--json",
                    "--store",
                    store.toString(),
                    "--catalogue",
                    catalogue(),
                    "--registry",
                    registry.host() + "/acme"));
            runs++;
            var environment = new TreeMap<>(System.getenv());
            environment.put("GRISTMILL_KEY_PASSWORD", "not a secret");
            var process = Tool.start(Gristmill.CHECKOUT, environment, output(), errors(), argv);
            running.add(process);
            return process;
        }

        Tool.Run runShard(String shard) throws Exception {
            return ended(startShard(shard));
        }

        Tool.Run ended(Process process) throws Exception {
            assertThat(process.waitFor(20, TimeUnit.MINUTES)).isTrue();
            return new Tool.Run(process.exitValue(), Files.readString(output()), Files.readString(errors()));
        }

        private Path output() {
            return store.resolveSibling(store.getFileName() + "-" + runs + ".output");
        }

        private Path errors() {
            return store.resolveSibling(store.getFileName() + "-" + runs + ".errors");
        }
    }

    /** The hash of the source that the lock pins. */
    private String pinned() throws Exception {
        return Files.readAllLines(folder.resolve("gristmill.lock")).stream()
                .filter(line -> line.startsWith("    sha256: "))
                .map(line -> line.substring(line.length() - 64))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void threeMachinesPublishWhatOneWouldThoughOneIsKilledAndAnotherDoesTheSameShareTwice() throws Exception {
        var publisher = new Machine("publisher");
        var key = folder.resolve("key");
        Gristmill.run(Map.of("GRISTMILL_KEY_PASSWORD", "not a secret"), "keygen", "--output-key-prefix", key.toString())
                .mustSucceed();

        new Machine("one").runShard("1/3").mustSucceed();
        var early = publisher.publish();
        assertThat(early.status()).isEqualTo(1);
        assertThat(early.errors())
                .contains("shard 2/3 owes it", "shard 3/3 owes it")
                .doesNotContain("shard 1/3");
        assertThat(tags()).as("tags that moved").isEmpty();

        // The third share has two kernels. Whoever is killed behind the first owes the second.
        var killed = new Machine("killed");
        var shard = killed.startShard("3/3");
        awaitHandovers(2, shard, killed);
        shard.destroyForcibly().waitFor();

        var twin = new Machine("twin");
        var both = twin.startShard("3/3");
        var again = killed.runShard("3/3").mustSucceed();
        assertThat(again).contains("\"state\":\"there\"");
        assertThat(twin.ended(both).mustSucceed()).contains("\"shard\":\"3/3\"");
        new Machine("two").runShard("2/3").mustSucceed();

        var published = digests(publisher.publish().mustSucceed());
        var image = registry.host() + "/acme/firecracker-kernel-bin:5.10-tiny";
        assertThat(Gristmill.run("verify", "--insecure", registry.host(), "--key", key + ".pub", image)
                        .mustSucceed())
                .contains("provenance", "sbom", "boot-proof")
                .doesNotContain("✗");

        var alone = digests(Gristmill.run(
                        "publish",
                        "--no-boot",
                        "--json",
                        "--catalogue",
                        catalogue(),
                        "--layout",
                        folder.resolve("images").toString(),
                        "--registry",
                        registry.host() + "/alone")
                .mustSucceed());
        assertThat(published).hasSizeGreaterThan(20).isEqualTo(alone);
    }

    /** Until so many tags of handovers were put. */
    private void awaitHandovers(int count, Process shard, Machine machine) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(15);
        while (registry.requests().stream()
                        .filter(request -> request.startsWith("PUT /v2/acme/kernel-shards/manifests/shard-"))
                        .count()
                < count) {
            assertThat(shard.isAlive()).as(Files.readString(machine.errors())).isTrue();
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    private List<String> tags() throws Exception {
        return registry.requests().stream()
                .filter(request -> request.startsWith("PUT ") && request.contains("/manifests/"))
                .filter(request -> !request.contains("/manifests/sha256:") && !request.contains("/kernel-shards/"))
                .toList();
    }

    private static Map<String, String> digests(String json) {
        var found = new TreeMap<String, String>();
        var match = IMAGE.matcher(json);
        while (match.find()) {
            found.put(match.group(1) + ":" + match.group(2), match.group(3));
        }
        return found;
    }

    private String catalogue() {
        return folder.resolve("gristmill.yaml").toString();
    }
}
