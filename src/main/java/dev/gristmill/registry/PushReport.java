package dev.gristmill.registry;

import java.util.List;

/**
 * What a push came to.
 *
 * @param images in the order they were asked for
 * @param uploaded blobs that were sent
 * @param mounted blobs that the registry took from another of its repositories
 * @param bytes of the uploaded blobs
 */
public record PushReport(List<Pushed> images, int uploaded, int mounted, long bytes) {
    public static final PushReport NOTHING = new PushReport(List.of(), 0, 0, 0);

    public PushReport {
        images = List.copyOf(images);
    }

    /** This report, with what had been sent before counted in. */
    public PushReport after(PushReport earlier) {
        return new PushReport(images, uploaded + earlier.uploaded, mounted + earlier.mounted, bytes + earlier.bytes);
    }
}
