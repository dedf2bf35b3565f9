package dev.gristmill.catalogue;

import dev.gristmill.model.Compression;

/**
 * What the catalogue wants of its images.
 *
 * @param armNames whether the images for arm64 are published under names that end in {@code -arm} too, alone
 * @param debug whether there are images with symbols
 */
public record ImageChoices(Compression compression, boolean armNames, boolean debug) {

    /** Where the catalogue says nothing. */
    public static final ImageChoices DEFAULT = new ImageChoices(Compression.GZIP, false, false);

    public ImageChoices withDebug() {
        return new ImageChoices(compression, armNames, true);
    }
}
