package dev.gristmill.image;

import dev.gristmill.model.Digest;

/**
 * What an OCI document says of a blob it refers to.
 *
 * @param size in bytes
 */
public record Descriptor(String mediaType, Digest digest, long size) {

    public static Descriptor of(String mediaType, byte[] content) {
        return new Descriptor(mediaType, Digest.of(content), content.length);
    }

    public static Descriptor from(JsonObject json) throws MalformedJsonException {
        long size = json.number("size");
        if (size < 0) {
            throw new MalformedJsonException("size", "bytes, 0 or more", size);
        }
        return new Descriptor(json.string("mediaType"), json.digest("digest"), size);
    }

    /** As documents refer to it; more fields may be put behind these. */
    public JsonObject json() {
        return new JsonObject()
                .put("mediaType", mediaType)
                .put("digest", digest.toString())
                .put("size", size);
    }
}
