package dev.gristmill.registry;

import dev.gristmill.image.Reference;
import dev.gristmill.model.Digest;

/**
 * What became of one name and tag.
 *
 * @param image where it is now
 */
public record Pushed(Reference reference, RemoteImage image, Digest digest, State state) {

    /** How it came to be what it is. */
    public enum State {
        /** The tag is new, or moved. */
        PUSHED,
        /** Everything was there already. */
        UNCHANGED,
        /** The registry's tag is at a newer release of the series, and stays there. */
        KEPT
    }
}
