package dev.gristmill.image;

import dev.gristmill.model.Architecture;
import java.util.List;
import java.util.Optional;

/**
 * What is in an image.
 *
 * @param root the index, or the only image
 * @param images for one architecture each, at least one
 */
public record Inspection(Descriptor root, List<InspectedImage> images) {

    public Inspection {
        images = List.copyOf(images);
    }

    /**
     * An image for one architecture.
     *
     * @param files everything but folders and what is below {@code lib/modules}, in the order of the layer
     * @param modules what is below {@code lib/modules}: {@code .ko} files
     * @param moduleBytes of all files there
     */
    public record InspectedImage(PackedImage image, List<InspectedFile> files, int modules, long moduleBytes) {
        public InspectedImage {
            files = List.copyOf(files);
        }

        public Architecture architecture() {
            return image.architecture();
        }

        /** What it says of itself: one of the keys behind {@code dev.gristmill.kernel.}. */
        public Optional<String> says(String key) {
            return Optional.ofNullable(image.annotations().get(Metadata.OURS + key));
        }
    }

    /** @param target of a symbolic link; such a file has no size */
    public record InspectedFile(String path, long size, Optional<String> target) {}
}
