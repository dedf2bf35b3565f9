package dev.gristmill.cli;

import dev.gristmill.image.ImageNames;
import dev.gristmill.image.ImagePacker;
import dev.gristmill.image.KernelImageSpec;
import dev.gristmill.image.OciLayout;
import dev.gristmill.kernel.BuiltKernel;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import dev.gristmill.model.Vmm;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Builds, packs and pushes once for the launcher's cache of classes and profiles, so that the optimizing compiler knows
 * the hot loops of compressing and hashing when a real kernel comes. Nothing leaves the machine.
 */
final class Rehearsal {
    private static final String CATALOGUE = "gristmill.yaml";
    private static final String RELEASE = "5.10.1";
    private static final int SIZE = 24 << 20;
    private static final Interruption GUARD = Interruption.guard();

    private Rehearsal() {}

    /** @param args a folder with a catalogue and a store, which {@code launcher/build} has filled */
    public static void main(String[] args) throws IOException, InterruptedException {
        var folder = Path.of(args[0]);
        var layout = folder.resolve("packed");
        var ready = new String[] {"build", "--output", folder.resolve("ready").toString()};
        run(folder, "ready.yaml", ready);
        run(folder, "ready.yaml", ready); // with nothing to do
        run(folder, "ready.yaml", "--quiet", "--json", "build", "--arch", "arm64", "--output", ready[2]);
        run(folder, CATALOGUE, "build", "--output", folder.resolve("images").toString());
        run(folder, "shut-in.yaml", "build", "--output", ready[2]);
        pack(folder, layout);
        try (var registry = new RehearsalRegistry()) {
            run(folder, CATALOGUE, "push", "--layout", layout.toString(), "--registry", registry.address());
        }
        GUARD.finished();
        System.exit(0);
    }

    /** How it ends does not matter: a make-believe tree cannot be compiled. */
    private static void run(Path folder, String catalogue, String... words) {
        var arguments = new ArrayList<>(List.of(
                "--catalogue", folder.resolve(catalogue).toString(),
                "--store", folder.resolve("store").toString()));
        arguments.addAll(List.of(words));
        Main.run(arguments.toArray(String[]::new), GUARD);
    }

    private static void pack(Path folder, Path layout) throws IOException, InterruptedException {
        try (var store = new Store(folder.resolve("store"))) {
            var kernel = new BuiltKernel(
                    Digest.of("a rehearsal"),
                    Architecture.ARM64,
                    Release.parse(RELEASE).orElseThrow(),
                    RELEASE,
                    image(folder.resolve("Image")),
                    Files.writeString(folder.resolve("config"), "CONFIG_64BIT=y\n"),
                    Optional.empty(),
                    Instant.EPOCH);
            var packed = new ImagePacker(store, Progress.none())
                    .pack(KernelImageSpec.of(kernel, "microvm", EnumSet.of(Vmm.FIRECRACKER)));
            OciLayout.at(layout, store).put(new ImageNames("microvm").of(List.of(packed)));
        }
    }

    /** An arm64 header before a piece of the JDK's own classes, which every machine has and which compress like code. */
    private static Path image(Path file) throws IOException {
        var classes = Path.of(System.getProperty("java.home"), "lib", "modules");
        try (var from = FileChannel.open(classes);
                var to = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            to.write(ByteBuffer.allocate(64)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(16, 2L * SIZE)
                    .putInt(0x38, 0x644d5241));
            from.transferTo(SIZE, SIZE, to);
        }
        return file;
    }
}
