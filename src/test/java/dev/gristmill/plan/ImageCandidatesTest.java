package dev.gristmill.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.boot.Check;
import dev.gristmill.boot.Promises;
import dev.gristmill.boot.Prover;
import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.image.Descriptor;
import dev.gristmill.image.ImageNames;
import dev.gristmill.image.ImagePacker;
import dev.gristmill.image.JsonObject;
import dev.gristmill.image.Kernels;
import dev.gristmill.image.MediaTypes;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PackedKernel;
import dev.gristmill.image.Reference;
import dev.gristmill.kernel.BuiltKernel;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.StepException;
import dev.gristmill.model.Vmm;
import dev.gristmill.progress.Progress;
import dev.gristmill.progress.Task;
import dev.gristmill.registry.LayoutImages;
import dev.gristmill.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCandidatesTest {
    private static final String RELEASE = "5.10.262";

    @TempDir
    private Path folder;

    private Store store;
    private OciLayout layout;
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void open() {
        store = new Store(folder.resolve("store"));
        layout = OciLayout.at(folder.resolve("images"), store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void findsAKernelForEachArchitectureWithTheModulesThatItsImageNames() throws Exception {
        pack("microvm");
        var found = found("firecracker-kernel-bin", RELEASE);
        assertThat(found)
                .extracting(one -> one.candidate().architecture())
                .containsExactly(Architecture.X86_64, Architecture.ARM64);
        for (var one : found) {
            var kernel = kernel(one.candidate().architecture());
            assertThat(one.candidate().bootFile()).isEqualTo(Digest.of(kernel.bootFile()));
            assertThat(one.candidate().kernelRelease()).isEqualTo(RELEASE);
            assertThat(one.candidate().modulesLayer())
                    .isPresent()
                    .get()
                    .isNotEqualTo(one.candidate().kernelLayer());
            assertThat(one.candidate().promised()).contains(Check.MODULES, Check.BPF);
            assertThat(one.promises()).isEqualTo("microvm");
            assertThat(one.vmms()).containsExactlyInAnyOrder(Vmm.values());
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void findsTheModulesOfARootFileSystemInItself() throws Exception {
        pack("microvm");
        var found = found("flintlock-kernel", RELEASE).getFirst().candidate();
        assertThat(found.modulesLayer()).contains(found.kernelLayer());
    }

    @Test
    void findsTheModulesOfAnImageThatIsNamedByItsDigest() throws Exception {
        pack("microvm");
        var root = layout.find(new Reference("firecracker-kernel-bin", RELEASE)).orElseThrow();
        var found = found("firecracker-kernel-bin", root.digest().toString());
        assertThat(found.getFirst().candidate().modulesLayer()).isPresent();
    }

    @Test
    void saysThatModulesAreNotCheckedWhereTheirImageIsNotThere() throws Exception {
        pack("microvm");
        var root = layout.find(new Reference("firecracker-kernel-bin", RELEASE)).orElseThrow();
        layout.adopt(new Reference("alone-bin", RELEASE), root, List.of());
        var found = found("alone-bin", RELEASE);
        assertThat(found).noneMatch(one -> one.candidate().promised().contains(Check.MODULES));
        assertThat(warnings)
                .hasSize(2)
                .allMatch(line -> line.endsWith("its modules image is not beside it; modules are not checked"));
    }

    @Test
    void checksTheLeastOfAProfileThatNobodyKnows() throws Exception {
        pack("of-somebody");
        var found = found("firecracker-kernel-bin", RELEASE + "-of-somebody").getFirst();
        assertThat(found.promises()).isEqualTo(ImageCandidates.MINIMAL);
        assertThat(found.candidate().name()).isEqualTo(RELEASE + "-minimal");
        assertThat(found.candidate().promised()).isEqualTo(Promises.builtIn().of(List.of()));
        assertThat(warnings)
                .first()
                .asString()
                .contains("its profile is not known here")
                .contains("only what every");
    }

    @Test
    void refusesAnImageOfModules() throws Exception {
        pack("microvm");
        assertThatThrownBy(() -> found("firecracker-kernel-modules", RELEASE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("holds modules and no kernel");
    }

    @Test
    void readsAnImageThatSaysNothingOfItself() throws Exception {
        foreign("boot/vmlinux", "...Linux version 5.10.77 (root@host) #1 SMP", Map.of());
        var found = found("theirs", "1").getFirst();
        assertThat(found.candidate().name()).isEqualTo("5.10.77-minimal");
        assertThat(found.candidate().architecture()).isEqualTo(Architecture.ARM64);
        assertThat(found.candidate().bootFile()).isEqualTo(Digest.of("...Linux version 5.10.77 (root@host) #1 SMP"));
        assertThat(found.vmms()).containsExactly(Vmm.values());
        assertThat(warnings).singleElement().asString().contains("the image names no profile");
    }

    @Test
    void takesLabelsWhereThereAreNoAnnotations() throws Exception {
        foreign(
                "boot/vmlinux",
                "Linux version 5.10.77 (root@host) #1 SMP",
                Map.of("dev.gristmill.kernel.profile", "tiny", "dev.gristmill.kernel.vmm", "cloud-hypervisor"));
        var found = found("theirs", "1").getFirst();
        assertThat(found.promises()).isEqualTo("tiny");
        assertThat(found.vmms()).containsExactly(Vmm.CLOUD_HYPERVISOR);
    }

    @Test
    void refusesAReleaseThatWouldLeadOutOfItsFolder() throws Exception {
        foreign("boot/vmlinux", "no banner", Map.of("dev.gristmill.kernel.release", "../../../etc"));
        assertThatThrownBy(() -> found("theirs", "1"))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("nobody says which kernel this is");
    }

    @Test
    void refusesALayerThatSaysItIsEnormous() throws Exception {
        var config = blob(MediaTypes.CONFIG, "{\"architecture\":\"arm64\"}".getBytes(StandardCharsets.US_ASCII));
        var layer = new Descriptor(MediaTypes.GZIP_LAYER, config.digest(), 5L << 30);
        var manifest = blob(
                MediaTypes.MANIFEST,
                new JsonObject()
                        .put("config", config.json())
                        .put("layers", List.of(layer.json()))
                        .bytes());
        layout.adopt(new Reference("theirs", "1"), manifest, List.of(config, manifest));
        assertThatThrownBy(() -> found("theirs", "1"))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("no kernel is as large")
                .hasMessageContaining("5368709120 bytes");
    }

    @Test
    void refusesAnImageWithoutAKernel() throws Exception {
        foreign("etc/passwd", "root", Map.of());
        assertThatThrownBy(() -> found("theirs", "1"))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("there is no kernel in this image")
                .hasMessageContaining("boot/vmlinux");
    }

    @Test
    void bootsWhateverWouldBePushedOnce() throws Exception {
        var packer = new ImagePacker(store, Progress.none());
        var names = new ImageNames("microvm");
        // As two builds leave it: of the second, the index keeps what the first put there.
        for (var architecture : Architecture.values()) {
            layout.put(names.of(List.of(packer.pack(Kernels.spec(kernel(architecture), "microvm")))));
        }
        var last = packer.pack(Kernels.spec(kernel(Architecture.ARM64), "microvm"));
        var images = layout.put(names.of(List.of(last)));
        var candidates = new ImageCandidates(store, Progress.none(), CatalogueReader.builtInProfiles());
        var run = new ProofRun(store, Progress.none(), Prover.Options.USUAL);
        assertThat(new LayoutProofs(layout, candidates, run).jobs(images))
                .hasSize(2)
                .allMatch(job -> job.vmms().containsAll(List.of(Vmm.values())))
                .extracting(job -> job.candidate().architecture())
                .containsExactly(Architecture.X86_64, Architecture.ARM64);
    }

    private List<ImageCandidates.Found> found(String name, String tag) throws InterruptedException {
        var images = new LayoutImages(layout, name);
        return new ImageCandidates(store, new Warnings(warnings), CatalogueReader.builtInProfiles())
                .of(images, tag, images.find(tag).orElseThrow());
    }

    private void pack(String profile) throws IOException, InterruptedException {
        var packer = new ImagePacker(store, Progress.none());
        var packed = new ArrayList<PackedKernel>();
        for (var architecture : Architecture.values()) {
            packed.add(packer.pack(Kernels.spec(kernel(architecture), profile)));
        }
        layout.put(new ImageNames("microvm").of(packed));
    }

    private BuiltKernel kernel(Architecture architecture) throws IOException {
        return Kernels.modular(folder.resolve("kernel-" + architecture), RELEASE, architecture, 1);
    }

    /** An image for arm64 as somebody else's tool makes it. */
    private void foreign(String path, String content, Map<String, String> labels) throws Exception {
        var tar = new ByteArrayOutputStream();
        try (var out = new TarArchiveOutputStream(new GZIPOutputStream(tar))) {
            var entry = new TarArchiveEntry(path);
            entry.setSize(content.length());
            out.putArchiveEntry(entry);
            out.write(content.getBytes(StandardCharsets.US_ASCII));
            out.closeArchiveEntry();
        }
        var layer = blob(MediaTypes.GZIP_LAYER, tar.toByteArray());
        var config = blob(
                MediaTypes.CONFIG,
                new JsonObject()
                        .put("architecture", "arm64")
                        .put("os", "linux")
                        .put("config", new JsonObject().put("Labels", labels))
                        .bytes());
        var manifest = blob(
                MediaTypes.MANIFEST,
                new JsonObject()
                        .put("schemaVersion", 2)
                        .put("mediaType", MediaTypes.MANIFEST)
                        .put("config", config.json())
                        .put("layers", List.of(layer.json()))
                        .bytes());
        layout.adopt(new Reference("theirs", "1"), manifest, List.of(layer, config, manifest));
    }

    private Descriptor blob(String type, byte[] content) throws IOException {
        var blob = Descriptor.of(type, content);
        var file = store.temporary("blob");
        Files.write(file, content);
        store.publish(file, store.blobs().resolve(blob.digest().hex()));
        return blob;
    }

    /** Keeps what a user would be warned of. */
    private record Warnings(List<String> lines) implements Progress {
        @Override
        public Task begin(String subject, String step, Unit unit) {
            return Progress.none().begin(subject, step, unit);
        }

        @Override
        public void note(String line) {}

        @Override
        public void warn(String line) {
            lines.add(line);
        }
    }
}
