package dev.gristmill.registry;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import java.util.Optional;

/** Tags of series follow the newest release, and never go back. */
final class MovingTag {
    private static final String RELEASE = "dev.gristmill.kernel.release";

    private MovingTag() {}

    /** Whether one image is of a newer kernel than another; an image that does not say counts as older. */
    static boolean isNewer(ImageStore store, Descriptor image, ImageStore thanStore, Descriptor than)
            throws InterruptedException {
        var release = release(store, image);
        var other = release(thanStore, than);
        return release.isPresent() && other.isPresent() && release.get().compareTo(other.get()) > 0;
    }

    private static Optional<Release> release(ImageStore store, Descriptor image) throws InterruptedException {
        try {
            var annotations = JsonObject.parse(store.document(image)).texts("annotations");
            return Release.parse(annotations.getOrDefault(RELEASE, ""));
        } catch (MalformedJsonException e) {
            return Optional.empty();
        } catch (StepException e) {
            return Optional.empty(); // what cannot be read is no reason to keep it
        }
    }
}
