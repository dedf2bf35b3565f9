package dev.gristmill.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A layout's {@code index.json}. Entries and fields of others are kept as they are.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.0.2/image-layout.md">image layout</a>
 */
final class LayoutIndex {
    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    private final JsonObject document;
    private final List<Entry> entries;

    private record Entry(String refName, JsonObject json) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return refName.compareTo(other.refName);
        }
    }

    private LayoutIndex(JsonObject document, List<Entry> entries) {
        this.document = document;
        this.entries = entries;
    }

    /** An empty one if there is no such file. */
    static LayoutIndex read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new LayoutIndex(
                    new JsonObject().put("schemaVersion", 2).put("mediaType", MediaTypes.INDEX), new ArrayList<>());
        }
        var document = JsonObject.parse(Blobs.bounded(file));
        var entries = new ArrayList<Entry>();
        for (var json : document.objects("manifests")) {
            entries.add(new Entry(json.texts("annotations").getOrDefault(REF_NAME, ""), json));
        }
        return new LayoutIndex(document, entries);
    }

    /** What that reference stands for. */
    Optional<Descriptor> find(Reference reference) throws IOException {
        for (var entry : entries) {
            if (entry.refName().equals(reference.toString())) {
                return Optional.of(Descriptor.from(entry.json()));
            }
        }
        return Optional.empty();
    }

    /** Everything that has a name here, in the order of the names. */
    List<Reference> references() {
        return entries.stream()
                .map(Entry::refName)
                .sorted()
                .flatMap(name -> Reference.parse(name).stream())
                .toList();
    }

    void set(Reference reference, Descriptor descriptor) {
        var name = reference.toString();
        entries.removeIf(entry -> entry.refName().equals(name));
        entries.add(new Entry(name, descriptor.json().put("annotations", new JsonObject().put(REF_NAME, name))));
    }

    byte[] bytes() {
        var sorted = entries.stream().sorted().map(Entry::json).toList();
        return document.put("manifests", sorted).bytes();
    }
}
