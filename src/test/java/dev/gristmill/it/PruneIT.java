package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.image.ImageNames;
import dev.gristmill.image.ImagePacker;
import dev.gristmill.image.Kernels;
import dev.gristmill.image.OciLayout;
import dev.gristmill.model.Architecture;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old kernels leave Debian's registry with what hangs on them, and nothing else does. */
class PruneIT {
    private static final Map<String, String> PASSPHRASE = Map.of("GRISTMILL_KEY_PASSWORD", "not a secret");
    private static final String NAME = "acme/firecracker-kernel-bin";

    @TempDir
    Path folder;

    @Test
    void removesWhatTheRetentionLetsGoAndNothingElse() throws Exception {
        try (var registry = DebianRegistry.plain(Files.createDirectory(folder.resolve("registry")))) {
            publish(registry, "5.10.1", "5.10.2", "5.10.10", "5.10.11", "6.1.1");
            copy(registry, "5.10.2", "held-by-somebody");
            var before = tags(registry);
            var verified = verify(registry, "5.10.10") + verify(registry, "6.1.1");
            assertThat(verified).contains("signature   by this key", "index  provenance  over these images");
            assertThat(prune(registry).mustSucceed())
                    .contains(NAME + ":5.10.1 ", "Nothing was removed")
                    .doesNotContain(NAME + ":5.10.2 ", ":5.10.10 ", ":6.1.1 ");
            assertThat(tags(registry)).isEqualTo(before);

            assertThat(prune(registry, "--yes").mustSucceed()).endsWith("removed\n");
            assertThat(tags(registry).stream().filter(tag -> !tag.startsWith("sha256-")))
                    .containsExactly("5.10", "5.10.10", "5.10.11", "5.10.2", "6.1", "6.1.1", "held-by-somebody");
            assertThat(tags(registry)).hasSizeLessThan(before.size() - 1);
            assertThat(verify(registry, "5.10.10") + verify(registry, "6.1.1")).isEqualTo(verified);
            assertThat(verify(registry, "5.10.2")).contains("amd64  signature   by this key");
            assertThat(prune(registry, "--yes").mustSucceed()).contains("nothing to remove");
        }
    }

    @Test
    void takesAwayWhatAnInterruptedRunLeft() throws Exception {
        try (var registry = DebianRegistry.plain(Files.createDirectory(folder.resolve("registry")))) {
            publish(registry, "5.10.1");
            var image = "docker://" + registry.host() + "/" + NAME + ":5.10.1";
            Tool.run(folder, "skopeo", "delete", "--tls-verify=false", image).mustSucceed();
            var left = tags(registry);
            assertThat(left).isNotEmpty().allMatch(tag -> tag.startsWith("sha256-"));
            assertThat(prune(registry, "--yes").mustSucceed()).contains("its image is gone");
            assertThat(tags(registry))
                    .as("that of the manifest, which is there")
                    .hasSizeLessThan(left.size());
        }
    }

    @Test
    void keepsWhatIsYoung() throws Exception {
        try (var registry = DebianRegistry.plain(Files.createDirectory(folder.resolve("registry")))) {
            publish(registry, "5.10.1", "5.10.2", "5.10.10");
            Files.writeString(
                    catalogue(), "retention: {keep: 1, younger-than: 9999d}\nkernels: [{series: \"5.10\"}]\n");
            assertThat(prune(registry).mustSucceed()).contains("nothing to remove");
        }
    }

    @Test
    void saysWhatToDoWhereTheRegistryDeletesNothing() throws Exception {
        try (var registry = DebianRegistry.withoutDeletion(Files.createDirectory(folder.resolve("registry")))) {
            publish(registry, "5.10.1", "5.10.2", "5.10.10");
            var run = prune(registry, "--yes");
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.errors()).contains("lets nobody delete images", "delete: {enabled: true}");
            assertThat(tags(registry)).contains("5.10.1");
        }
    }

    private Path catalogue() {
        return folder.resolve("gristmill.yaml");
    }

    /** Of the kernels of a series, two stay, whatever their age. */
    private void publish(DebianRegistry registry, String... releases) throws Exception {
        Files.writeString(catalogue(), "retention: {keep: 2, younger-than: 0d}\nkernels: [{series: \"5.10\"}]\n");
        Gristmill.run(
                        PASSPHRASE,
                        "keygen",
                        "--output-key-prefix",
                        folder.resolve("key").toString())
                .mustSucceed();
        try (var store = new Store(folder.resolve("store"))) {
            for (var release : releases) {
                var kernel = Kernels.modular(folder.resolve(release), release, Architecture.X86_64, 1);
                var packed = new ImagePacker(store, Progress.none()).pack(Kernels.spec(kernel, "microvm"));
                OciLayout.at(folder.resolve("images"), store).put(new ImageNames("microvm").of(List.of(packed)));
            }
        }
        Gristmill.run(
                        PASSPHRASE,
                        "push",
                        "--layout",
                        folder.resolve("images").toString(),
                        "--registry",
                        registry.host() + "/acme",
                        "--key",
                        folder.resolve("key.key").toString())
                .mustSucceed();
    }

    private void copy(DebianRegistry registry, String from, String to) throws Exception {
        var image = "docker://" + registry.host() + "/" + NAME + ":";
        Tool.run(
                        folder,
                        "skopeo",
                        "copy",
                        "--all",
                        "--src-tls-verify=false",
                        "--dest-tls-verify=false",
                        image + from,
                        image + to)
                .mustSucceed();
    }

    private Tool.Run prune(DebianRegistry registry, String... options) throws Exception {
        var argv = new ArrayList<>(
                List.of("prune", "--catalogue", catalogue().toString(), "--registry", registry.host() + "/acme"));
        argv.addAll(List.of(options));
        return Gristmill.run(argv.toArray(String[]::new));
    }

    /** What is found of a kernel; nobody built these here, so that they lack a record of how. */
    private String verify(DebianRegistry registry, String tag) throws Exception {
        var image = registry.host() + "/" + NAME + ":" + tag;
        return Gristmill.run("verify", "--key", folder.resolve("key.pub").toString(), image)
                .output();
    }

    private List<String> tags(DebianRegistry registry) throws Exception {
        var name = "docker://" + registry.host() + "/" + NAME;
        var listed = Tool.run(folder, "skopeo", "list-tags", "--tls-verify=false", name);
        return listed.output()
                .lines()
                .filter(line -> line.startsWith("        \""))
                .map(line -> line.replaceAll("[ \",]", ""))
                .sorted()
                .toList();
    }
}
