package dev.gristmill.registry;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.JsonObject;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An image or index with everything below it.
 *
 * @param documents indexes and manifests, each behind what it refers to, the root last
 * @param blobs by the manifest that refers to them: configs and layers
 */
record ImageTree(Descriptor root, Map<Descriptor, byte[]> documents, Map<Descriptor, List<Descriptor>> blobs) {
    private static final int DEEPEST = 4;
    private static final int MOST_DOCUMENTS = 500;

    /** @throws StepException if something is missing, or is no image */
    static ImageTree of(ImageStore store, Descriptor root) throws InterruptedException {
        var tree = new ImageTree(root, new LinkedHashMap<>(), new LinkedHashMap<>());
        tree.add(store, root, 0);
        return tree;
    }

    byte[] content() {
        return Objects.requireNonNull(documents.get(root));
    }

    List<Descriptor> manifests() {
        return List.copyOf(blobs.keySet());
    }

    /** Everything that is no document, once. */
    List<Descriptor> allBlobs() {
        return blobs.values().stream().flatMap(List::stream).distinct().toList();
    }

    private void add(ImageStore store, Descriptor document, int depth) throws InterruptedException {
        if (documents.containsKey(document)) {
            return;
        }
        if (depth > DEEPEST || documents.size() >= MOST_DOCUMENTS) {
            throw malformed(document, "an index of more than " + MOST_DOCUMENTS + " images, or " + DEEPEST + " deep");
        }
        if (document.size() > RegistryClient.LARGEST_MANIFEST) {
            throw malformed(document, "a manifest of " + document.size() + " bytes");
        }
        var content = store.document(document);
        try {
            var json = JsonObject.parse(content);
            if (json.has("config")) {
                blobs.put(document, blobs(json));
            } else if (json.has("manifests")) {
                for (var entry : json.objects("manifests")) {
                    add(store, Descriptor.from(entry), depth + 1);
                }
            } else {
                throw malformed(document, "neither a manifest nor an index");
            }
        } catch (java.io.IOException e) {
            throw malformed(document, String.valueOf(e.getMessage()));
        }
        documents.put(document, content);
    }

    private static List<Descriptor> blobs(JsonObject manifest) throws java.io.IOException {
        var found = new ArrayList<Descriptor>();
        found.add(Descriptor.from(manifest.object("config")));
        for (var layer : manifest.objects("layers")) {
            found.add(Descriptor.from(layer));
        }
        return found;
    }

    private static StepException malformed(Descriptor document, String found) {
        return new StepException(Problem.of("this is no image")
                .where(document.digest())
                .expected("an OCI or Docker manifest or index")
                .found(Shown.text(found)));
    }
}
