package dev.gristmill.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.gristmill.image.ImageNames;
import dev.gristmill.image.ImagePacker;
import dev.gristmill.image.Inspection;
import dev.gristmill.image.Inspection.InspectedFile;
import dev.gristmill.image.Inspector;
import dev.gristmill.image.Kernels;
import dev.gristmill.image.MediaTypes;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PackedKernel;
import dev.gristmill.image.Reference;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Compression;
import dev.gristmill.model.Digest;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectorTest {
    @TempDir
    private Path folder;

    private Store store;
    private Path layout;

    @BeforeEach
    void open() {
        store = new Store(folder.resolve("store"));
        layout = folder.resolve("images");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void showsTheFilesOfEachArchitecture() throws Exception {
        write(Compression.GZIP);
        var inspection = inspect("firecracker-kernel-bin:5.10.262");
        assertThat(inspection.images())
                .extracting(Inspection.InspectedImage::architecture)
                .containsExactly(Architecture.X86_64, Architecture.ARM64);
        for (var image : inspection.images()) {
            assertThat(image.says("release")).contains("5.10.262");
            assertThat(image.says("path")).contains("boot/vmlinux");
            assertThat(image.modules()).isZero();
            assertThat(image.files())
                    .extracting(InspectedFile::path, InspectedFile::target)
                    .contains(
                            tuple("boot/vmlinux", Optional.empty()),
                            tuple("boot/image", Optional.of("vmlinux")),
                            tuple("bin/vmlinux.bin", Optional.of("../boot/vmlinux")));
            assertThat(image.files())
                    .filteredOn(file -> file.path().equals("boot/vmlinux"))
                    .allMatch(
                            file -> file.size() == image.image().bootFileSize().orElseThrow());
        }
    }

    @Test
    void countsModules() throws Exception {
        write(Compression.ZSTD);
        var image = inspect("firecracker-kernel-modules:5.10").images().getFirst();
        assertThat(image.modules()).isEqualTo(3);
        assertThat(image.moduleBytes()).isPositive();
        assertThat(image.files()).extracting(InspectedFile::path).contains("kernel", "modules.dep");
    }

    @Test
    void findsImagesByTheirDigests() throws Exception {
        write(Compression.GZIP);
        var whole = inspect("firecracker-kernel-bin:5.10.262");
        assertThat(inspect("firecracker-kernel-bin@" + whole.root().digest())).isEqualTo(whole);
        var one = whole.images().getLast();
        assertThat(inspect("firecracker-kernel-bin@" + one.image().manifest().digest())
                        .images())
                .containsExactly(one);
    }

    @Test
    void saysThatABlobIsMissingOrDamaged() throws Exception {
        write(Compression.GZIP);
        var layer = inspect("firecracker-kernel-bin:5.10.262")
                .images()
                .getFirst()
                .image()
                .layer();
        var file = layout.resolve("blobs/sha256").resolve(layer.digest().hex());
        var content = Files.readAllBytes(file);
        Files.delete(file);
        assertThatThrownBy(() -> inspect("firecracker-kernel-bin:5.10.262"))
                .isInstanceOf(StepException.class)
                .hasMessageContaining(layer.digest().toString());
        content[content.length / 2] ^= 0x55;
        Files.write(file, content);
        assertThatThrownBy(() -> inspect("firecracker-kernel-bin:5.10.262")).isInstanceOf(StepException.class);
    }

    @Test
    void refusesImagesOfOthers() throws Exception {
        write(Compression.GZIP);
        var manifest = "{\"schemaVersion\":2,\"layers\":[]}".getBytes(StandardCharsets.US_ASCII);
        var digest = Digest.of(manifest);
        Files.write(layout.resolve("blobs/sha256").resolve(digest.hex()), manifest);
        Files.writeString(
                layout.resolve("index.json"),
                "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"" + MediaTypes.MANIFEST + "\",\"digest\":\""
                        + digest
                        + "\",\"size\":" + manifest.length
                        + ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"busybox:1\"}}]}");
        assertThatThrownBy(() -> inspect("busybox:1"))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("no image of a kernel");
    }

    private void write(Compression compression) throws Exception {
        var packer = new ImagePacker(store, Progress.none(), compression);
        var packed = new ArrayList<PackedKernel>();
        for (var architecture : Architecture.values()) {
            packed.add(packer.pack(
                    Kernels.spec(Kernels.modular(folder.resolve("kernel"), "5.10.262", architecture, 1), "microvm")));
        }
        OciLayout.at(layout, store).put(new ImageNames("microvm").of(packed));
    }

    private Inspection inspect(String reference) throws InterruptedException {
        var named = Reference.parse(reference).orElseThrow();
        var images = new LayoutImages(OciLayout.at(layout, store), named.name());
        return new Inspector(images).inspect(images.find(named.tag()).orElseThrow());
    }
}
