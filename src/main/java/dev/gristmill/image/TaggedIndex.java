package dev.gristmill.image;

/**
 * An index and the tags it is to have.
 *
 * @param reference with the tag that stays: {@code firecracker-kernel:5.10.262-tiny}
 * @param movingTag the tag that follows the newest release of the series: {@code 5.10-tiny}
 */
public record TaggedIndex(Reference reference, String movingTag, ImageIndex index) {
    Reference moving() {
        return new Reference(reference.name(), movingTag);
    }
}
