package dev.gristmill.image;

import dev.gristmill.contract.BootFile;
import dev.gristmill.contract.BootFileCheck;
import dev.gristmill.contract.ModuleCheck;
import dev.gristmill.kernel.BuiltKernel;
import dev.gristmill.kernel.KernelSymbols;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Compression;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.progress.Task;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Packs kernels into images whose blobs lie in the store. Every image has one layer: Flintlock's native snapshotter
 * copies everything below for each further one, so a base image of two layers would cost its host the kernel twice.
 */
public final class ImagePacker {
    private final Progress progress;
    private final Compression compression;
    private final Blobs blobs;
    private final PackingRecords records;

    public ImagePacker(Store store, Progress progress) {
        this(store, progress, Compression.GZIP);
    }

    public ImagePacker(Store store, Progress progress, Compression compression) {
        this.compression = compression;
        this.progress = progress;
        this.blobs = new Blobs(store);
        this.records = new PackingRecords(store, blobs, compression);
    }

    /**
     * The images of that kernel as an earlier run left them, if it did.
     *
     * @param symbols whether one of them is of its symbols
     */
    public Optional<PackedKernel> packed(KernelImageSpec spec, boolean symbols) {
        return records.find(spec, symbols);
    }

    /**
     * The images of one kernel, packed unless they are there.
     *
     * @throws StepException if the boot file breaks its contract, a module belongs to another kernel, or something cannot be read or packed
     * @throws InterruptedException if this thread is interrupted; nothing is left behind
     */
    public PackedKernel pack(KernelImageSpec spec) throws InterruptedException {
        return pack(spec, Optional.empty());
    }

    /** @param symbols for a debug image beside the others */
    public PackedKernel pack(KernelImageSpec spec, Optional<KernelSymbols> symbols) throws InterruptedException {
        var known = records.find(spec, symbols.isPresent());
        if (known.isPresent()) {
            return known.get();
        }
        var kernel = spec.kernel();
        var bootFile = BootFileCheck.ensure(kernel.bootFile(), kernel.architecture());
        kernel.modules().ifPresent(modules -> ModuleCheck.ensure(modules, kernel.kernelRelease()));
        var subject = kernel.kernelRelease() + "-" + spec.profile() + " " + kernel.architecture();
        try (var task = progress.begin(subject, "pack", Progress.Unit.BYTES)) {
            var packed = pack(spec, symbols, bootFile, task);
            records.remember(packed);
            task.done("packed");
            return packed;
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the kernel cannot be packed").where(subject).found(e), e);
        }
    }

    private PackedKernel pack(KernelImageSpec spec, Optional<KernelSymbols> symbols, BootFile bootFile, Task task)
            throws IOException {
        var layers = layers(trees(spec.kernel(), symbols), spec.kernel().date(), task);
        var images = new EnumMap<ImageKind, PackedImage>(ImageKind.class);
        for (var kind : layers.keySet()) {
            images.put(kind, image(kind, spec, metadata(kind, spec, bootFile, layers), layers));
        }
        return new PackedKernel(
                spec,
                image(images, ImageKind.BIN),
                Optional.ofNullable(images.get(ImageKind.MODULES)),
                images.containsKey(ImageKind.BASE) ? image(images, ImageKind.BASE) : image(images, ImageKind.BIN),
                Optional.ofNullable(images.get(ImageKind.DEBUG)));
    }

    private static PackedImage image(Map<ImageKind, PackedImage> images, ImageKind kind) {
        return Objects.requireNonNull(images.get(kind));
    }

    private static Map<ImageKind, FileTree> trees(BuiltKernel kernel, Optional<KernelSymbols> symbols)
            throws IOException {
        var trees = new EnumMap<ImageKind, FileTree>(ImageKind.class);
        trees.put(ImageKind.BIN, Contents.of(ImageKind.BIN, kernel));
        if (kernel.modules().isPresent()) {
            trees.put(ImageKind.MODULES, Contents.of(ImageKind.MODULES, kernel));
            trees.put(ImageKind.BASE, Contents.of(ImageKind.BASE, kernel));
        }
        if (symbols.isPresent()) {
            trees.put(ImageKind.DEBUG, Contents.of(kernel, symbols.get()));
        }
        return trees;
    }

    private Map<ImageKind, Layer> layers(Map<ImageKind, FileTree> trees, Instant date, Task task) throws IOException {
        task.expect(trees.values().stream().mapToLong(FileTree::size).sum());
        var layers = new EnumMap<ImageKind, Layer>(ImageKind.class);
        long before = 0;
        try (var chunks = blobs.newChunkMemory()) {
            for (var named : trees.entrySet()) {
                long behind = before;
                task.detail(named.getKey().title());
                layers.put(
                        named.getKey(),
                        blobs.add(
                                named.getValue(),
                                date,
                                compression,
                                chunks,
                                written -> task.reached(behind + written)));
                before += named.getValue().size();
            }
        }
        return layers;
    }

    private static SortedMap<String, String> metadata(
            ImageKind kind, KernelImageSpec spec, BootFile bootFile, Map<ImageKind, Layer> layers) throws IOException {
        var all = Metadata.of(kind, spec);
        var file = spec.kernel().bootFile();
        if (kind.boots()) {
            Metadata.addBootFile(all, bootFile.format(), Digest.of(file), Files.size(file));
        }
        var bin = layers.get(ImageKind.BIN);
        var modules = layers.get(ImageKind.MODULES);
        if (bin != null && modules != null) {
            Metadata.addPairing(all, kind, bin, modules);
        }
        return all;
    }

    private PackedImage image(
            ImageKind kind, KernelImageSpec spec, SortedMap<String, String> metadata, Map<ImageKind, Layer> layers)
            throws IOException {
        var layer = Objects.requireNonNull(layers.get(kind));
        var config = blobs.add(
                MediaTypes.CONFIG,
                config(spec.kernel().architecture(), spec.kernel().date(), metadata, layer));
        var manifest = manifest(config, layer, metadata);
        return new PackedImage(
                spec.kernel().architecture(), blobs.add(MediaTypes.MANIFEST, manifest), config, layer.blob(), metadata);
    }

    static JsonObject manifest(Descriptor config, Layer layer, SortedMap<String, String> annotations) {
        return new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaTypes.MANIFEST)
                .put("config", config.json())
                .put("layers", List.of(layer.blob().json()))
                .put("annotations", annotations);
    }

    /** A real config: containerd unpacks only what {@code rootfs.diff_ids} lists, and KubeVirt starts a pod from it. */
    static JsonObject config(Architecture architecture, Instant date, SortedMap<String, String> labels, Layer layer) {
        var created = Metadata.created(date);
        var history = new JsonObject().put("created", created).put("created_by", "gristmill");
        return new JsonObject()
                .put("created", created)
                .put("architecture", architecture.ociName())
                .put("os", "linux")
                .put("config", new JsonObject().put("Labels", labels))
                .put(
                        "rootfs",
                        new JsonObject()
                                .put("type", "layers")
                                .put("diff_ids", List.of(layer.diffId().toString())))
                .put("history", List.of(history));
    }
}
