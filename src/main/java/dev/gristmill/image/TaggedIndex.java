package dev.gristmill.image;

import java.util.Optional;

/**
 * An index and the tags it is to have.
 *
 * @param reference with the tag that stays: {@code firecracker-kernel:5.10.262-tiny}
 * @param movingTag the tag that follows the newest release of the series: {@code 5.10-tiny}; nothing for
 *     kernels that never become what a series stands for
 */
public record TaggedIndex(Reference reference, Optional<String> movingTag, ImageIndex index) {
    Optional<Reference> moving() {
        return movingTag.map(tag -> new Reference(reference.name(), tag));
    }
}
