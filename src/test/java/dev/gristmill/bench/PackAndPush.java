package dev.gristmill.bench;

import dev.gristmill.contract.ModuleFiles;
import dev.gristmill.image.ImageNames;
import dev.gristmill.image.ImagePacker;
import dev.gristmill.image.Kernels;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PackedKernel;
import dev.gristmill.image.Reference;
import dev.gristmill.kernel.BuiltKernel;
import dev.gristmill.model.Architecture;
import dev.gristmill.progress.Progress;
import dev.gristmill.registry.Access;
import dev.gristmill.registry.Parallel;
import dev.gristmill.registry.Push;
import dev.gristmill.registry.RegistryAddress;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * From a kernel's artifacts to a pushed multi-architecture index, for {@code bench/run push}: {@code prepare FOLDER
 * KERNEL-MB MODULES-MB} makes artifacts that compress about as kernels do, {@code push FOLDER WORK REGISTRY} packs and
 * pushes them.
 */
final class PackAndPush {
    private static final String RELEASE = "5.10.262";
    private static final int MODULE_SIZE = 100_000;

    private PackAndPush() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var folder = Path.of(args[1]);
        if (args[0].equals("prepare")) {
            for (var architecture : Architecture.values()) {
                prepare(folder, architecture, Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            }
        } else {
            push(folder, Path.of(args[2]), RegistryAddress.parse(args[3], "the command line"));
        }
    }

    private static void prepare(Path folder, Architecture architecture, int kernelMegabytes, int modulesMegabytes)
            throws IOException {
        var random = new Random(architecture.ordinal());
        var kernel = Kernels.plain(folder, RELEASE, architecture);
        for (int i = 0; i < kernelMegabytes; i++) {
            Files.write(kernel.bootFile(), content(random, 1_000_000), StandardOpenOption.APPEND);
        }
        if (architecture == Architecture.ARM64) {
            stateImageSize(kernel.bootFile());
        }
        for (int i = 0; i < modulesMegabytes * 10; i++) {
            var module = modules(folder, architecture).resolve("kernel/drivers/" + i % 40 + "/module-" + i + ".ko");
            Files.createDirectories(module.getParent());
            Files.write(module, ModuleFiles.of("module-" + i, RELEASE));
            Files.write(module, content(random, MODULE_SIZE), StandardOpenOption.APPEND);
        }
    }

    /** Documentation/arch/arm64/booting.rst: the bytes that the image takes in memory, at offset 16. */
    private static void stateImageSize(Path image) throws IOException {
        try (var file = FileChannel.open(image, StandardOpenOption.WRITE)) {
            var size = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(file.size());
            file.write(size.flip(), 16);
        }
    }

    /** A piece of the JDK's own classes, which deflate about as kernels do: every machine that runs this has them. */
    private static byte[] content(Random random, int size) throws IOException {
        var classes = Path.of(System.getProperty("java.home"), "lib", "modules");
        try (var file = FileChannel.open(classes)) {
            var content = ByteBuffer.allocate(size);
            file.read(content, random.nextLong(file.size() - size));
            return content.array();
        }
    }

    private static void push(Path folder, Path work, RegistryAddress address) throws IOException, InterruptedException {
        try (var store = new Store(work.resolve("store"));
                var client = new RegistryClient(
                        address.host(),
                        new Access(Optional.empty(), Set.of(), System.getenv()),
                        RegistryClient.Use.PUSH)) {
            var packer = new ImagePacker(store, Progress.none());
            Map<Architecture, PackedKernel> packed = new ConcurrentSkipListMap<>();
            Parallel.each(
                    List.of(Architecture.values()),
                    architecture -> packed.put(
                            architecture, packer.pack(Kernels.spec(quietly(folder, architecture), "microvm"))));
            var layout = OciLayout.at(work.resolve("images"), store);
            layout.put(new ImageNames("microvm").of(List.copyOf(packed.values())));
            var references = List.of(
                    new Reference("firecracker-kernel-bin", RELEASE),
                    new Reference("firecracker-kernel-modules", RELEASE),
                    new Reference("firecracker-kernel", RELEASE));
            new Push(client, address, layout, Progress.none()).run(references);
        }
    }

    private static BuiltKernel quietly(Path folder, Architecture architecture) {
        try {
            return kernel(folder, architecture);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BuiltKernel kernel(Path folder, Architecture architecture) throws IOException {
        var small = Kernels.plain(Files.createTempDirectory("kernel"), RELEASE, architecture);
        return new BuiltKernel(
                small.buildKey(),
                architecture,
                small.release(),
                RELEASE,
                folder.resolve("boot-file-" + architecture),
                folder.resolve("config-" + architecture),
                Optional.of(modules(folder, architecture)),
                small.date());
    }

    private static Path modules(Path folder, Architecture architecture) {
        return folder.resolve("modules-" + architecture);
    }
}
