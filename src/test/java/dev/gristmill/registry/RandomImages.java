package dev.gristmill.registry;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MediaTypes;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.Reference;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A layout of multi-architecture images whose blobs are noise. */
final class RandomImages {
    private final Random random;
    private final Store store;
    private final OciLayout layout;

    RandomImages(Path folder, long seed) {
        random = new Random(seed);
        store = new Store(folder.resolve("store"));
        layout = OciLayout.at(folder.resolve("images"), store);
    }

    OciLayout layout() {
        return layout;
    }

    /** Under each of the names the same index over two architectures, with layers of that size. */
    List<Reference> add(int layerSize, String release, String... names) throws IOException, InterruptedException {
        var all = new ArrayList<Descriptor>();
        var manifests = new ArrayList<JsonObject>();
        for (var architecture : List.of("amd64", "arm64")) {
            var config = blob(MediaTypes.CONFIG, ("{\"architecture\":\"" + architecture + "\"}").getBytes());
            var layer = blob(MediaTypes.GZIP_LAYER, noise(layerSize));
            var manifest = document(new JsonObject()
                    .put("schemaVersion", 2)
                    .put("mediaType", MediaTypes.MANIFEST)
                    .put("config", json(config))
                    .put("layers", List.of(json(layer))));
            all.addAll(List.of(config, layer, manifest));
            manifests.add(json(manifest)
                    .put(
                            "platform",
                            new JsonObject().put("architecture", architecture).put("os", "linux")));
        }
        var index = document(new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaTypes.INDEX)
                .put("manifests", manifests)
                .put("annotations", Map.of("dev.gristmill.kernel.release", release)));
        all.add(index);
        var references = new ArrayList<Reference>();
        for (var name : names) {
            var reference = Reference.parse(name).orElseThrow();
            layout.adopt(reference, index, all);
            references.add(reference);
        }
        return references;
    }

    private byte[] noise(int size) {
        var noise = new byte[size];
        random.nextBytes(noise);
        return noise;
    }

    private Descriptor document(JsonObject json) throws IOException {
        return blob(json.has("manifests") ? MediaTypes.INDEX : MediaTypes.MANIFEST, json.bytes());
    }

    private Descriptor blob(String type, byte[] content) throws IOException {
        var file = store.temporary("blob");
        Files.write(file, content);
        var blob = Descriptor.of(type, content);
        store.publish(file, store.blobs().resolve(blob.digest().hex()));
        return blob;
    }

    private static JsonObject json(Descriptor blob) {
        return new JsonObject()
                .put("mediaType", blob.mediaType())
                .put("digest", blob.digest().toString())
                .put("size", blob.size());
    }
}
