package dev.gristmill.image;

import dev.gristmill.model.Digest;

/**
 * A packed file tree.
 *
 * @param blob the compressed stream
 * @param diffId of the stream before compression, as {@code rootfs.diff_ids} lists it
 */
record Layer(Descriptor blob, Digest diffId) {}
