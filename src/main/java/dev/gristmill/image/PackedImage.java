package dev.gristmill.image;

import dev.gristmill.model.Architecture;
import java.io.IOException;
import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One image for one architecture, as its manifest tells.
 *
 * @param layer its only layer; the size is that of the compressed stream, which is what is pulled
 */
public record PackedImage(
        Architecture architecture,
        Descriptor manifest,
        Descriptor config,
        Descriptor layer,
        SortedMap<String, String> annotations) {

    public PackedImage {
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    /** Bytes of the boot file; nothing for an image without one. */
    public OptionalLong bootFileSize() {
        var size = annotations.get(Metadata.BOOT_FILE_SIZE);
        return size == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(size));
    }

    /** Whether the other is of the same release, profile and VMMs, perhaps for another architecture. */
    boolean isSisterOf(PackedImage other) {
        return says(other, Metadata.RELEASE) && says(other, Metadata.PROFILE) && says(other, Metadata.VMM);
    }

    private boolean says(PackedImage other, String key) {
        var value = annotations.get(key);
        return value != null && value.equals(other.annotations.get(key));
    }

    /** Reads a manifest of ours. */
    public static PackedImage read(Descriptor manifest, byte[] content) throws IOException {
        var json = JsonObject.parse(content);
        var layers = json.objects("layers");
        if (layers.size() != 1) {
            throw new MalformedJsonException("layers", "one", layers.size());
        }
        var annotations = json.texts("annotations");
        requireSize(annotations.getOrDefault(Metadata.BOOT_FILE_SIZE, "0"));
        var architecture = annotations.getOrDefault(Metadata.ARCHITECTURE, "none");
        return new PackedImage(
                Architecture.named(architecture)
                        .orElseThrow(() ->
                                new MalformedJsonException(Metadata.ARCHITECTURE, "an architecture", architecture)),
                manifest,
                Descriptor.from(json.object("config")),
                Descriptor.from(layers.getFirst()),
                annotations);
    }

    private static void requireSize(String text) throws MalformedJsonException {
        boolean digits = !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw new MalformedJsonException(Metadata.BOOT_FILE_SIZE, "bytes", text);
        }
    }
}
