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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gristmill publish}, from the catalogue to Debian's registry. */
class PublishIT {
    private static final Map<String, String> PASSPHRASE = Map.of("GRISTMILL_KEY_PASSWORD", "not a secret");

    @TempDir
    Path folder;

    private DebianRegistry registry;

    @BeforeEach
    void start() throws Exception {
        registry = DebianRegistry.plain(Files.createDirectory(folder.resolve("registry")));
        Gristmill.catalogue(folder, "kernels: [{series: \"5.10\", profiles: [tiny]}]\n");
    }

    @AfterEach
    void stop() throws Exception {
        registry.close();
    }

    @Test
    void whatIsPublishedHasBootedAndVerifies() throws Exception {
        var key = folder.resolve("key");
        Gristmill.run(PASSPHRASE, "keygen", "--output-key-prefix", key.toString())
                .mustSucceed();

        var published = publish(PASSPHRASE, "--key", key + ".key", "--json").mustSucceed();
        assertThat(published)
                .contains("\"machine\":\"microvm,acpi=off, virtio-mmio\"", "\"machine\":\"q35, virtio-pci\"")
                .contains("\"passed\":true", "\"state\":\"pushed\"")
                .doesNotContain("\"passed\":false");

        var image = registry.host() + "/acme/firecracker-kernel-bin:5.10-tiny";
        assertThat(Gristmill.run("verify", "--key", key + ".pub", image).mustSucceed())
                .contains("signature", "sbom", "boot-proof")
                .doesNotContain("✗");

        var metrics = folder.resolve("gristmill.prom");
        var status = status("--prometheus", metrics.toString());
        assertThat(status.mustSucceed()).contains("\"daysBehind\":0", "\"booted\":true", "\"signed\":true");
        assertThat(metrics)
                .content()
                .contains("# TYPE gristmill_kernel_days_behind gauge")
                .containsPattern(
                        "gristmill_kernel_signed\\{image=\"" + Pattern.quote(registry.host())
                                + "/acme/firecracker-kernel-bin:5.10-tiny\",release=\"5.10.[0-9]+\",newest=\"5.10.[0-9]+\"} 1\n");

        var summary = folder.resolve("summary.md");
        var again = publish(PASSPHRASE, "--key", key + ".key", "--json", "--summary", "markdown:" + summary)
                .mustSucceed();
        assertThat(again).contains("\"uploaded\":0", "\"state\":\"unchanged\"");
        assertThat(summary)
                .content()
                .contains("Against what is published under `" + registry.host() + "/acme`")
                .containsPattern("`[a-z]+-kernel-bin:5.10-tiny` \\| x86_64 \\| 5.10.[0-9]+ \\| [0-9.]+ MB \\(=\\) \\|"
                        + " [0-9.]+ MB \\(=\\) \\| none \\| .*firecracker [0-9]+ ms.* \\| the same \\|");
    }

    @Test
    void aKernelThatIsBehindIsToldFromOneThatIsNotThere() throws Exception {
        pushOldKernel();
        Files.writeString(folder.resolve("gristmill.yaml"), """
                freshness: 7d
                kernels: [{series: "5.10", profiles: [tiny, microvm]}]
                """);

        var status = status();
        assertThat(status.status()).isEqualTo(1);
        assertThat(status.output())
                .contains("\"release\":\"5.10.77\"", "\"late\":true", "\"booted\":false", "\"signed\":false")
                .contains("firecracker-kernel-bin:5.10\",\"newest\":\"5.10.", "\"published\":false");
    }

    @Test
    void anOldLockIsBroughtUpToDate() throws Exception {
        Gristmill.catalogue(folder, "freshness: 7d\nkernels: [{series: \"5.10\", profiles: [tiny]}]\n");
        var lock = folder.resolve("gristmill.lock");
        Files.writeString(
                lock,
                Files.readString(lock)
                        .replaceFirst("release: 5.10.*", "release: 5.10.77")
                        .replaceFirst("sha256: .*", "sha256: " + "0".repeat(64)));
        pushOldKernel();
        assertThat(status().status()).isEqualTo(1);

        var catalogue = folder.resolve("gristmill.yaml").toString();
        assertThat(Gristmill.run("update", "--catalogue", catalogue).mustSucceed())
                .contains("5.10.77", "1 of 1 series moved");
        var key = folder.resolve("key");
        Gristmill.run(PASSPHRASE, "keygen", "--output-key-prefix", key.toString())
                .mustSucceed();
        publish(PASSPHRASE, "--key", key + ".key").mustSucceed();
        assertThat(status().mustSucceed()).contains("\"late\":false", "\"daysBehind\":0", "\"booted\":true");
    }

    private void pushOldKernel() throws Exception {
        try (var store = new Store(folder.resolve("old-store"))) {
            var old = Kernels.modular(folder.resolve("old"), "5.10.77", Architecture.X86_64, 1);
            var packed = new ImagePacker(store, Progress.none()).pack(Kernels.spec(old, "tiny"));
            OciLayout.at(folder.resolve("old-images"), store).put(new ImageNames("microvm").of(List.of(packed)));
        }
        Gristmill.run(
                        "push",
                        "--layout",
                        folder.resolve("old-images").toString(),
                        "--registry",
                        registry.host() + "/acme")
                .mustSucceed();
    }

    private Tool.Run status(String... options) throws Exception {
        var argv = new ArrayList<>(List.of(
                "status",
                "--json",
                "--catalogue",
                folder.resolve("gristmill.yaml").toString(),
                "--registry",
                registry.host() + "/acme"));
        argv.addAll(List.of(options));
        return Gristmill.run(argv.toArray(String[]::new));
    }

    @Test
    void nothingIsPushedThatDidNotBoot() throws Exception {
        var programs = Files.createDirectory(folder.resolve("programs"));
        var broken = Files.writeString(programs.resolve("qemu-system-x86_64"), """
                #!/bin/sh
                case "$*" in *--version*) echo 'QEMU emulator version 7.2.0'; exit 0 ;; esac
                exit 1
                """);
        Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rwxr-xr-x"));

        var run = publish(Map.of("PATH", programs + ":" + System.getenv("PATH")));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains("✗");
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void whoDoesNotBootIsTold() throws Exception {
        var run = publish(Map.of(), "--no-boot");
        run.mustSucceed();
        assertThat(run.errors()).contains("not booted");
    }

    @Test
    void aMissingRegistryIsToldBeforeAnythingIsBuilt() throws Exception {
        var run = Gristmill.run(
                Map.of("REGISTRY", ""),
                "publish",
                "--catalogue",
                folder.resolve("gristmill.yaml").toString(),
                "--store",
                folder.resolve("store").toString());
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.errors()).contains("no registry is named");
        assertThat(folder.resolve("store/trees")).doesNotExist();
    }

    private Tool.Run publish(Map<String, String> variables, String... more) throws Exception {
        var argv = new ArrayList<>(List.of(
                "publish",
                "--catalogue",
                folder.resolve("gristmill.yaml").toString(),
                "--arch",
                "x86_64",
                "--registry",
                registry.host() + "/acme",
                "--layout",
                folder.resolve("images").toString()));
        argv.addAll(List.of(more));
        return Gristmill.run(variables, argv.toArray(String[]::new));
    }
}
