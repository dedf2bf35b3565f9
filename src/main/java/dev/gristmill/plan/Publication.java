package dev.gristmill.plan;

import dev.gristmill.model.Release;
import java.time.Instant;
import java.util.Optional;

/**
 * A kernel of the catalogue as it is published, or not.
 *
 * @param image with its registry and tag
 * @param newest release of its series that can be had
 * @param there what the registry has under the tag; nothing, if it has nothing
 */
public record Publication(String image, Release newest, Optional<There> there) {

    /**
     * What is there.
     *
     * @param released when its source was released
     * @param daysBehind between its release and that of the newest, or today if nobody here knows when that was; 0 for the
     *     newest itself
     * @param ageDays since its release
     * @param booted whether a boot proof hangs on every image of it
     * @param signed whether a signature hangs on it
     * @param bytes of all its layers, as they are pulled
     */
    public record There(
            Release release,
            Instant released,
            long daysBehind,
            long ageDays,
            boolean booted,
            boolean signed,
            long bytes) {}

    /** Whether it is further behind than that many days, or not there at all. */
    public boolean isLate(long days) {
        return there.isEmpty() || there.get().daysBehind() > days;
    }
}
