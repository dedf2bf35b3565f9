package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.image.ImageNames;
import dev.gristmill.image.ImagePacker;
import dev.gristmill.image.Kernels;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PackedKernel;
import dev.gristmill.image.PublishedIndex;
import dev.gristmill.kernel.BuiltKernel;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What skopeo and umoci make of our layouts. Both must be there. */
class ImageIT {
    private static final String RELEASE = "5.10.262";

    @TempDir
    private Path folder;

    private Store store;
    private Map<Architecture, BuiltKernel> kernels;
    private List<PublishedIndex> published;

    @BeforeEach
    void pack() throws Exception {
        store = new Store(folder.resolve("store"));
        kernels = new EnumMap<>(Architecture.class);
        var packer = new ImagePacker(store, Progress.none());
        var packed = new ArrayList<PackedKernel>();
        for (var architecture : Architecture.values()) {
            var kernel = Kernels.modular(folder.resolve("kernel"), RELEASE, architecture, 1);
            kernels.put(architecture, kernel);
            packed.add(packer.pack(Kernels.spec(kernel, "hosts")));
        }
        published = OciLayout.at(folder.resolve("images"), store)
                .put(new ImageNames("microvm", "custom", false).of(packed));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void skopeoReadsEveryReference() throws Exception {
        assertThat(published).hasSize(14);
        for (var one : published) {
            var raw = run("skopeo", "inspect", "--raw", "oci:images:" + one.reference());
            assertThat(raw)
                    .contains(
                            "application/vnd.oci.image.index.v1+json",
                            "{\"architecture\":\"amd64\",\"os\":\"linux\"}",
                            "{\"architecture\":\"arm64\",\"os\":\"linux\"}");
        }
    }

    @Test
    void skopeoCopiesWholeIndexWithItsDigest() throws Exception {
        var one = published.getFirst();
        run("skopeo", "copy", "--all", "--preserve-digests", "oci:images:" + one.reference(), "dir:copy");
        var manifest = folder.resolve("copy/manifest.json");
        assertThat(Digest.of(manifest)).isEqualTo(one.descriptor().digest());
    }

    @Test
    void skopeoShowsTheMetadata() throws Exception {
        var shown = run(
                "skopeo", "inspect", "--override-arch", "arm64", "oci:images:firecracker-kernel-bin:5.10.262-hosts");
        assertThat(shown)
                .contains(
                        "\"dev.gristmill.kernel.release\": \"5.10.262\"",
                        "\"dev.gristmill.kernel.arch\": \"arm64\"",
                        "\"Created\": \"2026-03-01T10:20:30Z\"");
    }

    @ParameterizedTest
    @EnumSource
    void umociUnpacksTheSameFiles(Architecture architecture) throws Exception {
        var kernel = kernels.get(architecture);
        var bin = unpack("firecracker-kernel-bin", architecture);
        for (var name : List.of(
                "boot/vmlinux", "boot/image", "boot/vmlinux.bin", "bin/vmlinux", "bin/image", "bin/vmlinux.bin")) {
            assertThat(bin.resolve(name)).hasSameBinaryContentAs(kernel.bootFile());
        }
        assertThat(Files.isSymbolicLink(bin.resolve("boot/vmlinux"))).isFalse();
        assertThat(bin.resolve("boot/config-5.10.262")).hasSameTextualContentAs(kernel.config());
        assertThat(bin.resolve("lib/modules/5.10.262")).isEmptyDirectory();
        for (var name : List.of("firecracker-kernel-modules", "flintlock-kernel")) {
            var root = unpack(name, architecture);
            for (var module : Kernels.MODULES) {
                var content = Kernels.content(module, RELEASE);
                assertThat(root.resolve("lib/modules/5.10.262").resolve(module)).hasBinaryContent(content);
                assertThat(root.resolve(module)).hasBinaryContent(content);
            }
        }
        assertThat(unpack("flintlock-kernel", architecture).resolve("boot/image"))
                .hasSameBinaryContentAs(kernel.bootFile());
    }

    private Path unpack(String name, Architecture architecture) throws Exception {
        var target = name + "-" + architecture;
        if (!Files.exists(folder.resolve(target))) {
            run(
                    "skopeo",
                    "copy",
                    "--override-os",
                    "linux",
                    "--override-arch",
                    architecture.ociName(),
                    "oci:images:" + name + ":5.10.262-hosts",
                    "oci:chosen:" + target);
            run("umoci", "raw", "unpack", "--rootless", "--image", "chosen:" + target, target);
        }
        return folder.resolve(target);
    }

    private String run(String... argv) throws IOException, InterruptedException {
        var command = Command.of(folder, argv).with(Map.of("HOME", folder.toString()));
        var outcome = Children.collect(command);
        assertThat(outcome.status()).as("%s: %s", command, outcome.output()).isZero();
        return String.join("\n", outcome.output());
    }
}
