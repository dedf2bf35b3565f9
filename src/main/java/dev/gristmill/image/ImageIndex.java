package dev.gristmill.image;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * One image in several architectures, at most once in each.
 *
 * @param images sorted by OCI architecture; never empty
 */
public record ImageIndex(List<PackedImage> images) {

    public ImageIndex {
        images = images.stream()
                .sorted((one, other) -> one.architecture()
                        .ociName()
                        .compareTo(other.architecture().ociName()))
                .toList();
        var seen = EnumSet.noneOf(Architecture.class);
        for (var image : images) {
            if (!seen.add(image.architecture())) {
                throw new IllegalArgumentException("Two images for " + image.architecture());
            }
        }
        if (seen.isEmpty()) {
            throw new IllegalArgumentException("An index without images");
        }
    }

    /** These, and of the others those of the same release and profile for architectures that are missing here. */
    ImageIndex including(List<PackedImage> others) {
        var all = new ArrayList<>(images);
        for (var other : others) {
            boolean missing = all.stream().noneMatch(image -> image.architecture() == other.architecture());
            if (missing && images.stream().allMatch(other::isSisterOf)) {
                all.add(other);
            }
        }
        return new ImageIndex(all);
    }

    /** Of the document as it is written to layouts. */
    public Digest digest() {
        return Digest.of(json().bytes());
    }

    /** As it is written to layouts and registries. */
    public byte[] bytes() {
        return json().bytes();
    }

    JsonObject json() {
        return new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaTypes.INDEX)
                .put("manifests", images.stream().map(ImageIndex::entry).toList())
                .put("annotations", Metadata.common(images));
    }

    /** arm64 without a variant, as containerd normalises it. */
    private static JsonObject entry(PackedImage image) {
        var platform = new JsonObject()
                .put("architecture", image.architecture().ociName())
                .put("os", "linux");
        return image.manifest().json().put("platform", platform);
    }
}
