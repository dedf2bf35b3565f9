package dev.gristmill.image;

import dev.gristmill.model.Compression;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Vmm;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What was packed before, so that it need not be packed again: manifests by everything that decides their bytes. */
final class PackingRecords {
    /** To be raised with every change of what is packed and how. */
    private static final int RECIPE = 2;

    private final Store store;
    private final Blobs blobs;
    private final Compression compression;

    PackingRecords(Store store, Blobs blobs, Compression compression) {
        this.compression = compression;
        this.store = store;
        this.blobs = blobs;
    }

    /** The images of that kernel, if all of their blobs are there. */
    Optional<PackedKernel> find(KernelImageSpec spec, boolean symbols) {
        try {
            var json = JsonObject.parse(Blobs.bounded(path(spec, symbols)));
            return Optional.of(new PackedKernel(
                    spec,
                    image(json, ImageKind.BIN),
                    imageIfAny(json, ImageKind.MODULES),
                    image(json, ImageKind.BASE),
                    imageIfAny(json, ImageKind.DEBUG)));
        } catch (IOException e) {
            return Optional.empty(); // never packed, or its blobs are gone: packing anew mends it
        }
    }

    void remember(PackedKernel packed) {
        var json = new JsonObject();
        for (var kind : ImageKind.values()) {
            packed.image(kind)
                    .ifPresent(image -> json.put(name(kind), image.manifest().json()));
        }
        store.publishText(json.toString(), path(packed.spec(), packed.debug().isPresent()));
    }

    private Optional<PackedImage> imageIfAny(JsonObject json, ImageKind kind) throws IOException {
        return json.has(name(kind)) ? Optional.of(image(json, kind)) : Optional.empty();
    }

    private PackedImage image(JsonObject json, ImageKind kind) throws IOException {
        var manifest = Descriptor.from(json.object(name(kind)));
        var image = PackedImage.read(manifest, blobs.document(manifest));
        if (!blobs.holds(image.config()) || !blobs.holds(image.layer())) {
            throw new IOException("a blob of " + manifest.digest() + " is missing");
        }
        return image;
    }

    private Path path(KernelImageSpec spec, boolean symbols) {
        var key = new JsonObject()
                .put("recipe", RECIPE)
                .put("compression", compression.id())
                .put("symbols", symbols ? 1 : 0)
                .put("build-key", spec.kernel().buildKey().toString())
                .put("created", Metadata.created(spec.kernel().date()))
                .put("profile", spec.profile())
                .put("vmms", spec.vmms().stream().map(Vmm::id).sorted().toList())
                .put("violations", spec.violationText())
                .put("labels", spec.labels());
        return store.images().resolve(Digest.of(key.toString()).hex() + ".json");
    }

    private static String name(ImageKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
