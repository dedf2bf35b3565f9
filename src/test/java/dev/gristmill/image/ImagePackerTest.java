package dev.gristmill.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.github.luben.zstd.ZstdInputStream;
import com.sun.management.ThreadMXBean;
import dev.gristmill.contract.BootFiles;
import dev.gristmill.contract.OptionContract;
import dev.gristmill.kconfig.DotConfig;
import dev.gristmill.kconfig.Target;
import dev.gristmill.kernel.BuiltKernel;
import dev.gristmill.kernel.KernelSymbols;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Compression;
import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import dev.gristmill.model.Vmm;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePackerTest {
    private static final String RELEASE = "5.10.262";

    @TempDir
    Path folder;

    private Store store;
    private ImagePacker packer;

    @BeforeEach
    void open() {
        store = new Store(folder.resolve("store"));
        packer = new ImagePacker(store, Progress.none());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void putsBootFileAndWhatLeadsToItIntoBin() throws Exception {
        for (var architecture : Architecture.values()) {
            var kernel = Kernels.modular(folder.resolve("" + architecture), RELEASE, architecture, 1);
            var layer = layer(pack(kernel).bin());
            assertThat(layer)
                    .extracting(Unpacked::toString)
                    .containsExactly(
                            "bin/",
                            "bin/image -> ../boot/vmlinux",
                            "bin/vmlinux -> ../boot/vmlinux",
                            "bin/vmlinux.bin -> ../boot/vmlinux",
                            "boot/",
                            "boot/config-5.10.262",
                            "boot/image -> vmlinux",
                            "boot/vmlinux",
                            "boot/vmlinux.bin -> vmlinux",
                            "lib/",
                            "lib/modules/",
                            "lib/modules/5.10.262/");
            assertThat(layer.get(7).content())
                    .isEqualTo(Files.readString(kernel.bootFile(), StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void putsModulesWhereTheyBelongAndLinksThemFromTheTop() throws Exception {
        var kernel = modular();
        Files.createSymbolicLink(modules(kernel).resolve("build"), Path.of("/usr/src/linux"));
        Files.createDirectory(modules(kernel).resolve("source"));
        Files.createSymbolicLink(modules(kernel).resolve("kernel/xfs.ko"), Path.of("fs/xfs/xfs.ko"));
        var layer = layer(pack(kernel).modules().orElseThrow());
        assertThat(layer)
                .extracting(Unpacked::toString)
                .filteredOn(name -> !name.startsWith("lib/"))
                .containsExactly(
                        "kernel -> lib/modules/5.10.262/kernel",
                        "kernel.txt -> lib/modules/5.10.262/kernel.txt",
                        "modules.dep -> lib/modules/5.10.262/modules.dep",
                        "modules.order -> lib/modules/5.10.262/modules.order");
        assertThat(layer)
                .filteredOn(entry -> entry.header().isFile() && !entry.header().isSymbolicLink())
                .extracting(entry -> entry.header().getName(), Unpacked::content)
                .containsExactlyInAnyOrderElementsOf(Kernels.MODULES.stream()
                        .map(name -> tuple(
                                "lib/modules/5.10.262/" + name,
                                new String(Kernels.content(name, RELEASE), StandardCharsets.ISO_8859_1)))
                        .toList());
        assertThat(layer)
                .extracting(Unpacked::toString)
                .contains("lib/modules/5.10.262/kernel/xfs.ko -> fs/xfs/xfs.ko")
                .noneMatch(name -> name.contains("build") || name.contains("source"));
    }

    @Test
    void putsBothIntoOneLayerOfBase() throws Exception {
        var packed = pack(modular());
        var both = new HashSet<String>();
        layer(packed.bin()).forEach(entry -> both.add(entry.toString()));
        layer(packed.modules().orElseThrow()).forEach(entry -> both.add(entry.toString()));
        assertThat(layer(packed.base())).extracting(Unpacked::toString).containsExactlyInAnyOrderElementsOf(both);
    }

    @Test
    void putsSymbolsIntoAnImageOfTheirOwn() throws Exception {
        var kernel = modular();
        var modules = folder.resolve("symbols/modules");
        Files.createDirectories(modules.resolve("kernel/fs"));
        Files.writeString(modules.resolve("kernel/fs/xfs.ko.debug"), "debug");
        var symbols = new KernelSymbols(
                Files.writeString(folder.resolve("symbols/vmlinux"), "vmlinux"),
                Files.writeString(folder.resolve("symbols/System.map"), "map"),
                Optional.of(modules));
        var packed = packer.pack(Kernels.spec(kernel, "microvm"), Optional.of(symbols));
        assertThat(layer(packed.debug().orElseThrow()))
                .extracting(Unpacked::toString)
                .filteredOn(name -> !name.endsWith("/"))
                .containsExactly(
                        "boot/System.map-5.10.262",
                        "usr/lib/debug/boot/vmlinux-5.10.262",
                        "usr/lib/debug/lib/modules/5.10.262/kernel/fs/xfs.ko.debug",
                        "usr/lib/debug/lib/modules/5.10.262/vmlinux -> ../../../boot/vmlinux-5.10.262");
        assertThat(packed.debug().orElseThrow().annotations())
                .containsEntry(
                        "dev.gristmill.kernel.build-key", kernel.buildKey().toString())
                .doesNotContainKey("dev.gristmill.kernel.path");
        assertThat(packer.pack(Kernels.spec(kernel, "microvm"), Optional.of(symbols)))
                .isEqualTo(packed);
        assertThat(pack(kernel).bin()).isEqualTo(packed.bin());
        assertThat(pack(kernel).debug()).isEmpty();
        assertThat(new ImageNames("microvm").of(List.of(packed)))
                .extracting(index -> index.reference().name())
                .contains("firecracker-kernel-debug", "cloudhypervisor-kernel-debug");
    }

    @Test
    void compressesWithZstdOnRequest() throws Exception {
        var kernel = modular();
        var gzip = pack(kernel).base();
        packer = new ImagePacker(store, Progress.none(), Compression.ZSTD);
        var zstd = pack(kernel).base();
        assertThat(zstd.layer().mediaType()).isEqualTo("application/vnd.oci.image.layer.v1.tar+zstd");
        assertThat(diffId(zstd)).isEqualTo(diffId(gzip));
        try (var in = new ZstdInputStream(Files.newInputStream(blob(zstd.layer().digest())))) {
            assertThat("" + Digest.of(in.readAllBytes())).isEqualTo(diffId(zstd));
        }
        assertThat(zstd.layer().digest().hex())
                .isEqualTo("fa6472e4c45c9c5ecd91067937acab37c9d39bcecd4d18c33ef7e93cce56aeb9");
    }

    @Test
    void givesKernelWithoutModulesNoModulesImageAndBinForBase() throws Exception {
        var packed = pack(plain());
        assertThat(packed.modules()).isEmpty();
        assertThat(packed.base()).isEqualTo(packed.bin());
        assertThat(packed.bin().annotations())
                .doesNotContainKeys("dev.gristmill.kernel.modules-layer", "dev.gristmill.kernel.modules-mount");
    }

    @Test
    void writesNothingOfTheMachineIntoLayers() throws Exception {
        var packed = pack(modular());
        for (var entry : layer(packed.base())) {
            var header = entry.header();
            assertThat(header.getLongUserId()).isZero();
            assertThat(header.getLongGroupId()).isZero();
            assertThat(header.getUserName()).isEmpty();
            assertThat(header.getGroupName()).isEmpty();
            assertThat(header.getLastModifiedTime())
                    .isEqualTo(FileTime.from(modular().date()));
            int expected = header.isSymbolicLink() ? 0777 : header.isDirectory() ? 0755 : 0644;
            assertThat(header.getMode() & 07777).isEqualTo(expected);
        }
        var gzip = Files.readAllBytes(blob(packed.base().layer().digest()));
        assertThat(gzip).startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0);
    }

    @Test
    void givesSameDigestsWhateverTheOrderTimesAndModesOfFiles() throws Exception {
        var first = pack(modular());
        for (int seed = 2; seed < 6; seed++) {
            var again = Kernels.modular(folder.resolve("again" + seed), RELEASE, Architecture.X86_64, seed);
            try (var files = Files.walk(modules(again))) {
                for (var file : files.toList()) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
                    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(seed * 1000L)));
                }
            }
            try (var other = new Store(folder.resolve("store" + seed))) {
                var second = new ImagePacker(other, Progress.none()).pack(Kernels.spec(again, "microvm"));
                assertThat(second.bin()).isEqualTo(first.bin());
                assertThat(second.modules()).isEqualTo(first.modules());
                assertThat(second.base()).isEqualTo(first.base());
            }
        }
    }

    @Test
    void givesSameDigestsWhoeverRunsIt() throws Exception {
        var first = pack(modular());
        var user = System.setProperty("user.name", "somebody");
        try (var other = new Store(folder.resolve("other"))) {
            var second = new ImagePacker(other, Progress.none()).pack(Kernels.spec(modular(), "microvm"));
            assertThat(second.base()).isEqualTo(first.base());
        } finally {
            System.setProperty("user.name", user);
        }
    }

    @Test
    void keepsPathsAndTargetsThatAreTooLongForTarHeaders() throws Exception {
        var kernel = modular();
        var longest = "a".repeat(200);
        for (int length = 95; length < 105; length++) {
            var name = longest.substring(0, length);
            Files.createDirectory(modules(kernel).resolve("kernel/" + name));
            link(modules(kernel), "kernel/link-" + length, name);
        }
        Files.createDirectory(modules(kernel).resolve("kernel/" + longest));
        link(modules(kernel), "kernel/" + longest + "/" + longest, "../../kernel/" + longest);
        var expected = new ArrayList<String>();
        for (int length = 95; length < 105; length++) {
            var name = longest.substring(0, length);
            expected.add("lib/modules/5.10.262/kernel/" + name + "/");
            expected.add("lib/modules/5.10.262/kernel/link-" + length + " -> " + name);
        }
        expected.add("lib/modules/5.10.262/kernel/" + longest + "/");
        expected.add("lib/modules/5.10.262/kernel/" + longest + "/" + longest + " -> ../../kernel/" + longest);
        assertThat(layer(pack(kernel).modules().orElseThrow()))
                .extracting(Unpacked::toString)
                .filteredOn(name -> name.contains("kernel/a") || name.contains("kernel/link-"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Fails with every change of what is packed: then raise the recipe's number in PackingRecords too. */
    @Test
    void givesTheDigestsItAlwaysGave() throws Exception {
        var kernel = modular();
        var packed = pack(kernel);
        assertThat(diffId(packed.base()))
                .isEqualTo("sha256:a8e20ed88ad78a4fd6de57667e853c22629ca845e43d2699f82940603841fe5e");
        assertThat(packed.bin().manifest().digest().hex())
                .isEqualTo("862849402aeaf10a74de96e330203d8385b9e18a4eb2b9c56b4fa338c0dfa2d6");
    }

    @Test
    void describesItselfInAnnotationsAndLabelsAlike() throws Exception {
        var kernel = modular();
        var packed = pack(kernel);
        var bin = packed.bin();
        assertThat(bin.annotations())
                .containsAllEntriesOf(Map.ofEntries(
                        Map.entry("org.opencontainers.image.title", "Linux 5.10.262 (microvm) kernel"),
                        Map.entry("org.opencontainers.image.version", "5.10.262"),
                        Map.entry("org.opencontainers.image.revision", "v5.10.262"),
                        Map.entry("org.opencontainers.image.created", "2026-03-01T10:20:30Z"),
                        Map.entry("org.opencontainers.image.licenses", "GPL-2.0-only WITH Linux-syscall-note"),
                        Map.entry("dev.gristmill.kernel.release", "5.10.262"),
                        Map.entry("dev.gristmill.kernel.arch", "x86_64"),
                        Map.entry("dev.gristmill.kernel.profile", "microvm"),
                        Map.entry("dev.gristmill.kernel.vmm", "cloud-hypervisor,firecracker"),
                        Map.entry("dev.gristmill.kernel.path", "boot/vmlinux"),
                        Map.entry("dev.gristmill.kernel.format", "elf"),
                        Map.entry(
                                "dev.gristmill.kernel.sha256",
                                Digest.of(kernel.bootFile()).hex()),
                        Map.entry("dev.gristmill.kernel.size", "1024"),
                        Map.entry(
                                "dev.gristmill.kernel.build-key",
                                kernel.buildKey().toString()),
                        Map.entry("dev.gristmill.kernel.modules-mount", "/lib/modules/5.10.262")));
        assertThat(bin.bootFileSize()).hasValue(1024);
        var config = JsonObject.parse(Files.readAllBytes(blob(bin.config().digest())));
        assertThat(config.object("config").texts("Labels")).isEqualTo(bin.annotations());
        assertThat(config.string("architecture")).isEqualTo("amd64");
        assertThat(config.string("os")).isEqualTo("linux");
        var modules = packed.modules().orElseThrow();
        assertThat(modules.bootFileSize()).isEmpty();
        assertThat(bin.annotations())
                .containsEntry(
                        "dev.gristmill.kernel.modules-layer",
                        modules.layer().digest().toString());
        assertThat(modules.annotations())
                .containsEntry(
                        "dev.gristmill.kernel.bin-layer", bin.layer().digest().toString());
    }

    @Test
    void namesTheTagOfTheFirstReleaseOfSeriesAndOfCandidates() throws Exception {
        for (var named : Map.of("6.18.0", "v6.18", "7.3.0-rc7", "v7.3-rc7").entrySet()) {
            var kernel = Kernels.plain(folder, named.getKey(), Architecture.ARM64);
            assertThat(pack(kernel).bin().annotations())
                    .containsEntry("org.opencontainers.image.revision", named.getValue());
        }
    }

    @Test
    void takesLabelsOfTheUserButNotInPlaceOfOurs() throws Exception {
        var labels = new TreeMap<>(Map.of("org.opencontainers.image.source", "https://git.example/kernels"));
        var spec = new KernelImageSpec(plain(), "tiny", EnumSet.of(Vmm.FIRECRACKER), labels, List.of());
        assertThat(packer.pack(spec).bin().annotations()).containsAllEntriesOf(labels);
        labels.put("dev.gristmill.kernel.release", "6.1");
        assertThatThrownBy(() -> new KernelImageSpec(plain(), "tiny", EnumSet.of(Vmm.FIRECRACKER), labels, List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("dev.gristmill.kernel.release");
    }

    @Test
    void packsOnceAndAgainWhenBlobIsGoneOrDamaged() throws Exception {
        var spec = Kernels.spec(modular(), "microvm");
        assertThat(packer.packed(spec, false)).isEmpty();
        var packed = packer.pack(spec);
        assertThat(packer.packed(spec, false)).contains(packed);
        // What was packed is not looked at again.
        Files.delete(spec.kernel().bootFile());
        assertThat(packer.pack(spec)).isEqualTo(packed);
        modular();
        for (var blob : List.of(
                packed.bin().layer(),
                packed.base().config(),
                packed.modules().orElseThrow().manifest())) {
            Files.writeString(blob(blob.digest()), "damaged");
            assertThat(packer.packed(spec, false)).isEmpty();
            assertThat(packer.pack(spec)).isEqualTo(packed);
            assertThat(Digest.of(blob(blob.digest()))).isEqualTo(blob.digest());
        }
    }

    @Test
    void packsAnewForEverythingThatDecidesTheBytes() throws Exception {
        var kernel = plain();
        var spec = Kernels.spec(kernel, "microvm");
        packer.pack(spec);
        assertThat(packer.packed(Kernels.spec(kernel, "tiny"), false)).isEmpty();
        assertThat(packer.packed(KernelImageSpec.of(kernel, "microvm", EnumSet.of(Vmm.FIRECRACKER)), false))
                .isEmpty();
        var labelled = new KernelImageSpec(kernel, "microvm", spec.vmms(), new TreeMap<>(Map.of("a", "b")), List.of());
        assertThat(packer.packed(labelled, false)).isEmpty();
        assertThat(packer.packed(Kernels.spec(kernel, "microvm"), false)).isPresent();
    }

    @Test
    void neverPacksKernelThatBreaksItsContract() throws Exception {
        var kernel = plain();
        Files.writeString(kernel.bootFile(), "no kernel");
        assertThatThrownBy(() -> pack(kernel)).isInstanceOf(StepException.class).hasMessageContaining("wrong format");
        assertThat(store.blobs()).doesNotExist();
    }

    @Test
    void neverPacksGzippedImageOrVmlinuxWithoutPvhEntry() throws Exception {
        var arm64 = Kernels.plain(folder.resolve("kernel"), RELEASE, Architecture.ARM64);
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(arm64.bootFile()))) {
            gzip.write(BootFiles.image());
        }
        assertThatThrownBy(() -> pack(arm64))
                .isInstanceOf(StepException.class)
                .hasMessageContainingAll("uncompressed arm64 Image", "gzip data");
        var x86 = plain();
        var vmlinux = BootFiles.vmlinux();
        vmlinux[BootFiles.PHNUM] = 1;
        Files.write(x86.bootFile(), vmlinux);
        assertThatThrownBy(() -> pack(x86))
                .isInstanceOf(StepException.class)
                .hasMessageContainingAll("no PVH entry", "CONFIG_PVH=y");
        assertThat(store.blobs()).doesNotExist();
    }

    @Test
    void tellsInWhatItBreaksContracts() throws Exception {
        var key = "dev.gristmill.kernel.contract-violations";
        var spec = Kernels.spec(plain(), "microvm");
        assertThat(packer.pack(spec).bin().annotations()).doesNotContainKey(key);
        var target = Target.of(Architecture.X86_64, Release.parse(RELEASE).orElseThrow());
        var nothing = DotConfig.of(new TreeMap<>());
        var violations = OptionContract.of(Vmm.FIRECRACKER).violations(nothing, target).stream()
                .filter(violation -> violation.option().name().startsWith("VIRTIO_MMIO"))
                .toList();
        var bin = packer.pack(spec.violating(violations)).bin();
        assertThat(bin.annotations())
                .containsEntry(key, "firecracker:CONFIG_VIRTIO_MMIO firecracker:CONFIG_VIRTIO_MMIO_CMDLINE_DEVICES");
        var config = JsonObject.parse(Files.readAllBytes(blob(bin.config().digest())));
        assertThat(config.object("config").texts("Labels")).isEqualTo(bin.annotations());
    }

    @Test
    void neverPacksModulesOfAnotherKernel() throws Exception {
        var kernel = modular();
        var module = modules(kernel).resolve("kernel/fs/xfs/xfs.ko");
        Files.write(module, Kernels.content("xfs.ko", "5.10.261"));
        assertThatThrownBy(() -> pack(kernel))
                .isInstanceOf(StepException.class)
                .hasMessageContainingAll(module.toString(), "vermagic", RELEASE, "5.10.261");
        assertThat(store.blobs()).doesNotExist();
    }

    @Test
    void refusesModulesThatCannotBePackedSafely() throws Exception {
        assertRefused("a link leads to nothing in its image", modules -> link(modules, "kernel/x.ko", "/nonexistent"));
        assertRefused("a link leads to nothing in its image", modules -> link(modules, "x.ko", "../../../../etc/x"));
        assertRefused("a link leads to nothing in its image", modules -> link(modules, "x.ko", "missing.ko"));
        assertRefused("cannot be packed under its name", modules -> Files.createFile(modules.resolve("a\nb")));
        assertRefused("cannot be packed under its name", modules -> Files.createFile(modules.resolve("ü")));
        assertRefused("two things want the same place", modules -> Files.createFile(modules.resolve("lib")));
        assertRefused("no file, folder or link", modules -> {
            assertThat(new ProcessBuilder("mkfifo", modules.resolve("pipe").toString())
                            .start()
                            .waitFor())
                    .isZero();
        });
    }

    @Test
    void refusesReleaseThatCannotBeTag() throws Exception {
        var kernel = plain();
        for (var release : List.of("", "..", "6.1.0+", "6.1/../..", "-6", "6".repeat(129))) {
            var odd = new BuiltKernel(
                    kernel.buildKey(),
                    kernel.architecture(),
                    kernel.release(),
                    release,
                    kernel.bootFile(),
                    kernel.config(),
                    kernel.modules(),
                    kernel.date());
            assertThatThrownBy(() -> Kernels.spec(odd, "microvm"))
                    .isInstanceOf(StepException.class)
                    .hasMessageContaining("cannot be an image tag");
        }
        assertThatThrownBy(() -> Kernels.spec(kernel, "my profile")).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void streamsFilesOfAnySize() throws Exception {
        var kernel = modular();
        var huge = modules(kernel).resolve("kernel/huge");
        long size = 64L << 20;
        try (var sparse = new RandomAccessFile(huge.toFile(), "rw")) {
            sparse.setLength(size);
        }
        var before = allocated();
        var packed = pack(kernel);
        assertThat(allocated() - before).isLessThan(size / 4);
        assertThat(Files.size(blob(packed.base().layer().digest()))).isLessThan(size / 100);
    }

    @Test
    void leavesNoUnfinishedLayerInTheStore() throws Exception {
        pack(modular());
        close();
        try (var left = Files.walk(store.root().resolve("work"))) {
            assertThat(left.filter(Files::isDirectory)).hasSize(1);
        }
    }

    private static long allocated() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    private interface Damage {
        void to(Path modules) throws Exception;
    }

    private void assertRefused(String message, Damage damage) throws Exception {
        var kernel = Kernels.modular(Files.createTempDirectory(folder, "refused"), RELEASE, Architecture.X86_64, 1);
        damage.to(modules(kernel));
        assertThatThrownBy(() -> pack(kernel)).isInstanceOf(StepException.class).hasMessageContaining(message);
    }

    private static void link(Path modules, String name, String target) throws IOException {
        Files.createSymbolicLink(modules.resolve(name), Path.of(target));
    }

    private String diffId(PackedImage image) throws IOException {
        var config = JsonObject.parse(Files.readAllBytes(blob(image.config().digest())));
        return config.object("rootfs").toString().replaceAll(".*(sha256:[0-9a-f]+).*", "$1");
    }

    private BuiltKernel plain() throws IOException {
        return Kernels.plain(folder.resolve("kernel"), RELEASE, Architecture.X86_64);
    }

    private BuiltKernel modular() throws IOException {
        return Kernels.modular(folder.resolve("kernel"), RELEASE, Architecture.X86_64, 1);
    }

    private static Path modules(BuiltKernel kernel) {
        return kernel.modules().orElseThrow();
    }

    private PackedKernel pack(BuiltKernel kernel) throws InterruptedException {
        return packer.pack(Kernels.spec(kernel, "microvm"));
    }

    private List<Unpacked> layer(PackedImage image) throws IOException {
        return Unpacked.layer(blob(image.layer().digest()));
    }

    private Path blob(Digest digest) {
        return store.blobs().resolve(digest.hex());
    }
}
