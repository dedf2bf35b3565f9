package dev.gristmill.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Vmm;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciLayoutTest {
    private static final ImageNames NAMES = new ImageNames("microvm", "custom", false);

    @TempDir
    Path folder;

    private Store store;

    @BeforeEach
    void open() {
        store = new Store(folder.resolve("store"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void namesWhatKernelWithModulesGives() throws Exception {
        assertThat(put("images", modular("5.10.262", Architecture.X86_64), modular("5.10.262", Architecture.ARM64)))
                .extracting(published -> published.reference().toString())
                .containsExactly(
                        "cloudhypervisor-kernel:5.10.262", "cloudhypervisor-kernel:5.10",
                        "cloudhypervisor-kernel-bin:5.10.262", "cloudhypervisor-kernel-bin:5.10",
                        "cloudhypervisor-kernel-modules:5.10.262", "cloudhypervisor-kernel-modules:5.10",
                        "firecracker-kernel:5.10.262", "firecracker-kernel:5.10",
                        "firecracker-kernel-bin:5.10.262", "firecracker-kernel-bin:5.10",
                        "firecracker-kernel-modules:5.10.262", "firecracker-kernel-modules:5.10",
                        "flintlock-kernel:5.10.262", "flintlock-kernel:5.10");
    }

    @Test
    void addsTheProfileToTagsAndLeavesOutModulesThereAreNone() throws Exception {
        assertThat(put("images", tiny("5.10.262", Architecture.ARM64)))
                .extracting(published -> published.reference().toString())
                .contains("firecracker-kernel-bin:5.10.262-tiny", "flintlock-kernel:5.10-tiny")
                .noneMatch(name -> name.contains("modules"));
    }

    @Test
    void addsNamesForArmAloneOnRequest() throws Exception {
        var packed = List.of(modular("5.10.262", Architecture.X86_64), modular("5.10.262", Architecture.ARM64));
        var indexes = new ImageNames("microvm", "custom", true).of(packed);
        assertThat(indexes)
                .filteredOn(index -> index.reference().name().endsWith("-arm"))
                .extracting(index -> index.reference().toString())
                .containsExactly(
                        "cloudhypervisor-kernel-arm:5.10.262",
                        "cloudhypervisor-kernel-bin-arm:5.10.262",
                        "cloudhypervisor-kernel-modules-arm:5.10.262",
                        "firecracker-kernel-arm:5.10.262",
                        "firecracker-kernel-bin-arm:5.10.262",
                        "firecracker-kernel-modules-arm:5.10.262",
                        "flintlock-kernel-arm:5.10.262");
        for (var index : indexes) {
            boolean arm = index.reference().name().endsWith("-arm");
            assertThat(index.index().images())
                    .extracting(PackedImage::architecture)
                    .containsExactlyElementsOf(
                            arm ? List.of(Architecture.ARM64) : List.of(Architecture.X86_64, Architecture.ARM64));
        }
        assertThat(new ImageNames("microvm", "custom", true).of(packed.subList(0, 1)))
                .noneMatch(index -> index.reference().name().endsWith("-arm"));
    }

    @Test
    void tagsKernelThatWasConfiguredByHandWithItsReleaseAlone() throws Exception {
        put("images", modular("5.10.77", Architecture.ARM64));
        var kernel = Kernels.plain(folder.resolve("by-hand"), "5.10.262", Architecture.ARM64);
        var spec = KernelImageSpec.of(kernel, "custom", Set.of(Vmm.FIRECRACKER));
        assertThat(put("images", new ImagePacker(store, Progress.none()).pack(spec)))
                .extracting(published -> published.reference().toString())
                .containsExactly(
                        "firecracker-kernel:5.10.262", "firecracker-kernel-bin:5.10.262", "flintlock-kernel:5.10.262");
        assertThat(digest("images", "firecracker-kernel-bin:5.10"))
                .isEqualTo(digest("images", "firecracker-kernel-bin:5.10.77"));
    }

    @Test
    void givesKernelThatServesTwoVmmsOneDigestUnderBothNames() throws Exception {
        put("images", modular("5.10.262", Architecture.X86_64));
        assertThat(digest("images", "firecracker-kernel-bin:5.10.262"))
                .isEqualTo(digest("images", "cloudhypervisor-kernel-bin:5.10.262"))
                .isEqualTo(digest("images", "firecracker-kernel-bin:5.10"));
        assertThat(digest("images", "flintlock-kernel:5.10.262"))
                .isEqualTo(digest("images", "firecracker-kernel:5.10.262"))
                .isNotEqualTo(digest("images", "firecracker-kernel-bin:5.10.262"));
    }

    @Test
    void writesIndexOverArchitecturesThatRefersToWhatIsThere() throws Exception {
        put("images", tiny("5.10.262", Architecture.ARM64), tiny("5.10.262", Architecture.X86_64));
        var index = document("images", digest("images", "firecracker-kernel-bin:5.10.262-tiny"));
        assertThat(index.string("mediaType")).isEqualTo("application/vnd.oci.image.index.v1+json");
        var platforms = new ArrayList<String>();
        for (var entry : index.objects("manifests")) {
            platforms.add(entry.object("platform").toString());
            var manifest = document("images", entry.digest("digest"));
            assertPresent(Descriptor.from(entry));
            assertPresent(Descriptor.from(manifest.object("config")));
            assertPresent(Descriptor.from(manifest.objects("layers").getFirst()));
        }
        assertThat(platforms)
                .containsExactly(
                        "{\"architecture\":\"amd64\",\"os\":\"linux\"}",
                        "{\"architecture\":\"arm64\",\"os\":\"linux\"}");
        assertThat(index.texts("annotations"))
                .containsEntry("dev.gristmill.kernel.release", "5.10.262")
                .containsEntry("org.opencontainers.image.revision", "v5.10.262")
                .doesNotContainKeys(
                        "dev.gristmill.kernel.arch", "dev.gristmill.kernel.sha256", "dev.gristmill.kernel.build-key");
    }

    @Test
    void givesTheSameOneArchitectureAfterTheOtherAsBothAtOnce() throws Exception {
        put("images", modular("5.10.262", Architecture.X86_64), modular("5.10.262", Architecture.ARM64));
        put("in-turn", modular("5.10.262", Architecture.ARM64));
        var second = put("in-turn", modular("5.10.262", Architecture.X86_64));
        assertThat(second.getFirst().index().images())
                .extracting(PackedImage::architecture)
                .containsExactly(Architecture.X86_64, Architecture.ARM64);
        assertThat(folder.resolve("in-turn/index.json")).hasSameTextualContentAs(folder.resolve("images/index.json"));
    }

    @Test
    void keepsNoImageOfAnotherReleaseOrOneThatIsIncomplete() throws Exception {
        put("images", tiny("5.10.262", Architecture.X86_64));
        put("images", tiny("5.10.263", Architecture.ARM64));
        assertThat(architectures("firecracker-kernel-bin:5.10.263-tiny")).containsExactly("arm64");
        assertThat(architectures("firecracker-kernel-bin:5.10-tiny")).containsExactly("arm64");
        var layer = tiny("5.10.262", Architecture.X86_64).bin().layer();
        Files.delete(folder.resolve("images/blobs/sha256/" + layer.digest().hex()));
        put("images", tiny("5.10.262", Architecture.ARM64));
        assertThat(architectures("firecracker-kernel-bin:5.10.262-tiny")).containsExactly("arm64");
    }

    @Test
    void keepsNoImageOfKernelForOtherVmms() throws Exception {
        var kernel = Kernels.plain(folder.resolve("kernel-5.10.262"), "5.10.262", Architecture.ARM64);
        var one = KernelImageSpec.of(kernel, "tiny", Set.of(Vmm.FIRECRACKER));
        put("images", new ImagePacker(store, Progress.none()).pack(one));
        put("images", tiny("5.10.262", Architecture.X86_64));
        assertThat(architectures("firecracker-kernel-bin:5.10.262-tiny")).containsExactly("amd64");
    }

    @Test
    void keepsNoImageWhoseManifestIsAbsurd() throws Exception {
        put("images", tiny("5.10.262", Architecture.ARM64));
        var reference = new Reference("firecracker-kernel-bin", "5.10.262-tiny");
        var manifest = document("images", digest("images", reference.toString()))
                .objects("manifests")
                .getFirst();
        var absurd =
                document("images", manifest.digest("digest")).toString().replaceAll("(kernel.size\":\")\\d+", "$1-1e9");
        var planted = plant(MediaTypes.MANIFEST, absurd);
        var index = plant(
                MediaTypes.INDEX,
                new JsonObject().put("manifests", List.of(planted.json())).toString());
        var file = folder.resolve("images/index.json");
        var layout = LayoutIndex.read(file);
        layout.set(reference, index);
        Files.write(file, layout.bytes());
        put("images", tiny("5.10.262", Architecture.X86_64));
        assertThat(architectures(reference.toString())).containsExactly("amd64");
    }

    @Test
    void tellsWhetherReferenceStandsForIndex() throws Exception {
        var layout = OciLayout.at(folder.resolve("images"), store);
        var published = put("images", tiny("5.10.262", Architecture.X86_64)).getFirst();
        var digest = published.descriptor().digest();
        assertThat(layout.holds(published.reference(), digest)).isTrue();
        assertThat(layout.holds(new Reference("firecracker-kernel", "5.10.9"), digest))
                .isFalse();
        assertThat(layout.holds(published.reference(), Digest.of("another"))).isFalse();
        Files.delete(folder.resolve("images/blobs/sha256/" + digest.hex()));
        assertThat(layout.holds(published.reference(), digest)).isFalse();
        assertThat(OciLayout.at(folder.resolve("none"), store).holds(published.reference(), digest))
                .isFalse();
    }

    @Test
    void neverMovesTagOfSeriesBackToOlderRelease() throws Exception {
        put("images", tiny("5.10.262", Architecture.X86_64), tiny("5.10.9", Architecture.X86_64));
        var newest = digest("images", "firecracker-kernel-bin:5.10.262-tiny");
        assertThat(digest("images", "firecracker-kernel-bin:5.10-tiny")).isEqualTo(newest);
        var published = put("images", tiny("5.10.9", Architecture.X86_64), tiny("5.10.9", Architecture.ARM64));
        assertThat(digest("images", "firecracker-kernel-bin:5.10-tiny")).isEqualTo(newest);
        assertThat(published.get(1).descriptor().digest()).isEqualTo(newest);
        put("images", tiny("5.10.263", Architecture.X86_64));
        assertThat(digest("images", "firecracker-kernel-bin:5.10-tiny"))
                .isEqualTo(digest("images", "firecracker-kernel-bin:5.10.263-tiny"));
    }

    @Test
    void keepsWhatOthersPutIntoTheLayout() throws Exception {
        put("images", tiny("5.10.262", Architecture.X86_64));
        var file = folder.resolve("images/index.json");
        var foreign = "{\"mediaType\":\"x/y\",\"digest\":\"sha512:ab\",\"size\":12345678901234567890,"
                + "\"platform\":{\"os.features\":[1.50,true,null,[]]}}";
        var text = Files.readString(file)
                .replace("\"manifests\":[", "\"annotations\":{\"a\":\"b\"},\"manifests\":[" + foreign + ",");
        Files.writeString(file, text);
        put("images", tiny("5.10.262", Architecture.X86_64));
        assertThat(file).content().contains(foreign, "\"annotations\":{\"a\":\"b\"}");
        put("images", tiny("6.1.5", Architecture.X86_64));
        assertThat(file).content().contains(foreign, "5.10.262-tiny", "6.1.5-tiny");
    }

    @Test
    void changesNothingWhenNothingIsNew() throws Exception {
        var first = put("images", modular("5.10.262", Architecture.X86_64));
        var index = folder.resolve("images/index.json");
        var before = Files.readAttributes(index, "unix:ino,ctime");
        assertThat(put("images", modular("5.10.262", Architecture.X86_64))).isEqualTo(first);
        assertThat(Files.readAttributes(index, "unix:ino,ctime")).isEqualTo(before);
    }

    @Test
    void sharesBlobsWithTheStoreAndMendsDamagedOnes() throws Exception {
        var packed = tiny("5.10.262", Architecture.X86_64);
        put("images", packed);
        var inStore = store.blobs().resolve(packed.bin().layer().digest().hex());
        var inLayout = folder.resolve("images/blobs/sha256").resolve(inStore.getFileName());
        assertThat(Files.getAttribute(inLayout, "unix:ino")).isEqualTo(Files.getAttribute(inStore, "unix:ino"));
        Files.delete(inLayout);
        Files.writeString(inLayout, "half");
        put("images", packed);
        assertThat(Digest.of(inLayout)).isEqualTo(packed.bin().layer().digest());
    }

    @Test
    void takesFolderThatIsEmptyOrWhoseWriterWasKilled() throws Exception {
        Files.createDirectories(folder.resolve("images"));
        assertThat(OciLayout.at(folder.resolve("images"), store).root()).isEqualTo(folder.resolve("images"));
        var work = Files.createDirectories(folder.resolve("images/.gristmill"));
        Files.writeString(work.resolve("unfinished-1"), "half");
        Files.createDirectories(folder.resolve("images/blobs/sha256"));
        put("images", tiny("5.10.262", Architecture.X86_64));
        assertThat(work.resolve("unfinished-1")).doesNotExist();
        // Killed after its index and before the marker.
        Files.delete(folder.resolve("images/oci-layout"));
        put("images", tiny("6.1.5", Architecture.X86_64));
        assertThat(folder.resolve("images/oci-layout")).hasContent("{\"imageLayoutVersion\":\"1.0.0\"}");
        assertThat(folder.resolve("images/index.json")).content().contains("5.10.262-tiny", "6.1.5-tiny");
    }

    @Test
    void isReadableWheneverItsWriterIsKilled() throws Exception {
        put("images", tiny("5.10.262", Architecture.X86_64));
        var before = Files.readString(folder.resolve("images/index.json"));
        // A run that cannot get its last blob stops where a killed one might.
        var next = tiny("5.10.263", Architecture.X86_64);
        Files.delete(store.blobs().resolve(next.base().manifest().digest().hex()));
        assertThatThrownBy(() -> put("images", next)).hasMessageContaining("cannot be written");
        assertThat(folder.resolve("images/index.json")).hasContent(before);
        assertThatThrownBy(() -> put("new", next)).hasMessageContaining("cannot be written");
        assertThat(folder.resolve("new/oci-layout")).doesNotExist();
        put("new", tiny("5.10.263", Architecture.X86_64));
        assertThat(folder.resolve("new/oci-layout")).exists();
    }

    @Test
    void refusesFolderThatHoldsSomethingElseAndLeavesItAlone() throws Exception {
        var other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(other.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> OciLayout.at(other, store))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("no OCI image layout", "notes.txt", "" + other);
        assertThat(other).isDirectoryNotContaining(path -> !path.endsWith("notes.txt"));
        assertThatThrownBy(() -> OciLayout.at(other.resolve("notes.txt"), store))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void refusesDamagedIndexAndLeavesItAlone() throws Exception {
        for (var damaged : List.of("", "[]", "{\"manifests\":[", "{\"manifests\":[1]}", "{\"a\":1,\"a\":2}", "{} {}")) {
            var images = Files.createDirectories(folder.resolve("images"));
            Files.writeString(images.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
            Files.writeString(images.resolve("index.json"), damaged);
            assertThatThrownBy(() -> OciLayout.at(images, store))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContainingAll("damaged", "index.json");
            assertThat(images.resolve("index.json")).hasContent(damaged);
        }
    }

    @Test
    void losesNoTagWhenSeveralWriteAtOnce() throws Exception {
        var packed = new ArrayList<PackedKernel>();
        for (int sublevel = 1; sublevel <= 12; sublevel++) {
            packed.add(tiny("5.10." + sublevel, Architecture.X86_64));
        }
        try (var threads = Executors.newFixedThreadPool(6)) {
            var all = new ArrayList<Future<?>>();
            for (var one : packed) {
                all.add(threads.submit(() -> put("images", one)));
            }
            for (var one : all) {
                one.get();
            }
        }
        for (var one : packed) {
            var tag = one.kernel().kernelRelease() + "-tiny";
            assertThat(architectures("firecracker-kernel-bin:" + tag)).containsExactly("amd64");
        }
        assertThat(digest("images", "firecracker-kernel-bin:5.10-tiny"))
                .isEqualTo(digest("images", "firecracker-kernel-bin:5.10.12-tiny"));
    }

    private PackedKernel modular(String release, Architecture architecture) throws Exception {
        var kernel = Kernels.modular(folder.resolve("kernel-" + release), release, architecture, 1);
        return new ImagePacker(store, Progress.none()).pack(Kernels.spec(kernel, "microvm"));
    }

    private PackedKernel tiny(String release, Architecture architecture) throws Exception {
        var kernel = Kernels.plain(folder.resolve("kernel-" + release), release, architecture);
        return new ImagePacker(store, Progress.none()).pack(Kernels.spec(kernel, "tiny"));
    }

    private List<PublishedIndex> put(String layout, PackedKernel... kernels) throws InterruptedException {
        return OciLayout.at(folder.resolve(layout), store).put(NAMES.of(List.of(kernels)));
    }

    private Digest digest(String layout, String reference) throws IOException {
        int colon = reference.indexOf(':');
        return LayoutIndex.read(folder.resolve(layout).resolve("index.json"))
                .find(new Reference(reference.substring(0, colon), reference.substring(colon + 1)))
                .orElseThrow()
                .digest();
    }

    private JsonObject document(String layout, Digest digest) throws IOException {
        return JsonObject.parse(Files.readAllBytes(
                folder.resolve(layout).resolve("blobs/sha256").resolve(digest.hex())));
    }

    private Descriptor plant(String mediaType, String content) throws IOException {
        var bytes = content.getBytes(StandardCharsets.UTF_8);
        var blob = Descriptor.of(mediaType, bytes);
        Files.write(folder.resolve("images/blobs/sha256/" + blob.digest().hex()), bytes);
        return blob;
    }

    private List<String> architectures(String reference) throws IOException {
        var found = new ArrayList<String>();
        for (var entry : document("images", digest("images", reference)).objects("manifests")) {
            found.add(entry.object("platform").string("architecture"));
        }
        return found;
    }

    private void assertPresent(Descriptor blob) throws IOException {
        var file = folder.resolve("images/blobs/sha256").resolve(blob.digest().hex());
        assertThat(file).hasSize(blob.size());
        assertThat(Digest.of(file)).isEqualTo(blob.digest());
    }
}
