package dev.gristmill.reproduction;

/**
 * Something of an image that did not come out again.
 *
 * @param where a file in the image, an input of the build, or a field of the image's metadata
 * @param published what the image has
 * @param rebuilt what came out
 * @param detail where in the file they part, the first bytes of both; may be empty
 */
public record Difference(String where, String published, String rebuilt, String detail) {
    public Difference(String where, Object published, Object rebuilt) {
        this(where, published.toString(), rebuilt.toString(), "");
    }
}
