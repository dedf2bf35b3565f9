package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.image.ImageNames;
import dev.gristmill.image.ImagePacker;
import dev.gristmill.image.Kernels;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PackedKernel;
import dev.gristmill.model.Architecture;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code gristmill inspect} prints. */
class InspectIT {
    @TempDir
    static Path folder;

    @BeforeAll
    static void pack() throws Exception {
        try (var store = new Store(folder.resolve("store"))) {
            var packed = new ArrayList<PackedKernel>();
            for (var architecture : Architecture.values()) {
                var kernel = Kernels.modular(folder.resolve("kernel"), "5.10.262", architecture, 1);
                packed.add(new ImagePacker(store, Progress.none()).pack(Kernels.spec(kernel, "microvm")));
            }
            OciLayout.at(folder.resolve("images"), store).put(new ImageNames("microvm").of(packed));
        }
    }

    @Test
    void showsWhatToPaste() throws Exception {
        assertThat(inspect("firecracker-kernel-bin:5.10.262").mustSucceed())
                .contains("amd64", "arm64", "boot/vmlinux", "firecracker", "-> ../boot/vmlinux")
                .contains("""
                          kernel:
                            image: registry.example/acme/firecracker-kernel-bin:5.10.262
                            filename: boot/vmlinux
                            add_network_config: true
                          additional_volumes:
                          - id: modules
                            is_read_only: true
                            mount_point: /lib/modules/5.10.262
                            source:
                              container_source: registry.example/acme/firecracker-kernel-modules:5.10.262
                        """)
                .contains("""
                          spec:
                            template:
                              spec:
                                kernel:
                                  image: registry.example/acme/firecracker-kernel-bin:5.10.262
                                  filename: boot/vmlinux
                                volumes:
                                - id: modules
                                  image: registry.example/acme/firecracker-kernel-modules:5.10.262
                                  readOnly: true
                                  mountPoint: /lib/modules/5.10.262
                        """)
                .contains(
                        "\"kernel_image_path\": \"kernel/boot/vmlinux\"",
                        "cloud-hypervisor --kernel kernel/boot/vmlinux");
    }

    @Test
    void printsOneDocument() throws Exception {
        var document = inspect("flintlock-kernel:5.10", "--json").mustSucceed();
        assertThat(document)
                .startsWith("{\"reference\":\"flintlock-kernel:5.10\",\"digest\":\"sha256:")
                .contains("\"architecture\":\"arm64\"", "\"path\":\"boot/vmlinux\",\"bytes\":", "\"modules\":3");
    }

    @Test
    void endsWithTwoForAnUnknownName() throws Exception {
        var run = inspect("flintlock-kernel:5.11");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.errors()).contains("did you mean");
        assertThat(run.output()).isEmpty();
    }

    @Test
    void readsARegistryAsItReadsALayout() throws Exception {
        try (var registry = DebianRegistry.plain(Files.createDirectory(folder.resolve("registry")))) {
            var layout = folder.resolve("images").toString();
            Gristmill.run(Map.of(), "push", "--layout", layout, "--registry", registry.host() + "/acme")
                    .mustSucceed();
            var there = registry.host() + "/acme/firecracker-kernel-bin:5.10.262";

            var remote = Gristmill.run(Map.of(), "inspect", there).mustSucceed();
            assertThat(remote).contains("image: " + there, "amd64", "arm64", "boot/vmlinux");
            assertThat(section(remote))
                    .isEqualTo(
                            section(inspect("firecracker-kernel-bin:5.10.262").mustSucceed()));

            var changed = Files.writeString(folder.resolve("changed.config"), "CONFIG_64BIT=y\nCONFIG_SMP=y\n");
            assertThat(diff("firecracker-kernel-bin:5.10.262", there)).contains("no difference");
            assertThat(diff(there, changed.toString()))
                    .contains("- " + there, "+ CONFIG_SMP")
                    .doesNotContain("64BIT");
        }
    }

    @Test
    void comparesNoConfigurationOfModules() throws Exception {
        var run = Gristmill.run(
                Map.of(),
                "config",
                "diff",
                "firecracker-kernel-modules:5.10.262",
                "firecracker-kernel:5.10.262",
                "--layout",
                folder.resolve("images").toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.errors()).contains("images of modules have none");
    }

    private static String diff(String one, String other) throws Exception {
        var layout = folder.resolve("images").toString();
        return Gristmill.run(Map.of(), "config", "diff", one, other, "--layout", layout)
                .mustSucceed();
    }

    private static String section(String text) {
        return text.substring(text.indexOf("ARCHITECTURE"), text.indexOf("Flintlock"));
    }

    private static Tool.Run inspect(String... arguments) throws Exception {
        var argv = new ArrayList<>(
                List.of("inspect", "--layout", folder.resolve("images").toString()));
        argv.addAll(List.of(arguments));
        return Gristmill.run(Map.of("REGISTRY", "registry.example/acme"), argv.toArray(String[]::new));
    }
}
