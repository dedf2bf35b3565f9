package dev.gristmill.image;

import java.util.Optional;

/**
 * The name an image has in a layout, and behind the registry's in a registry.
 *
 * @param name without registry: {@code firecracker-kernel-bin}
 * @param tag {@code 5.10.262-tiny}; or, for an image that has none, its digest
 */
public record Reference(String name, String tag) implements Comparable<Reference> {

    /** Reads {@code name:tag} and {@code name@sha256:<hex>}; anything else gives nothing. */
    public static Optional<Reference> parse(String text) {
        int at = text.indexOf('@');
        int end = at >= 0 ? at : text.lastIndexOf(':');
        return end > 0 && end < text.length() - 1 && text.indexOf('/', end) < 0
                ? Optional.of(new Reference(text.substring(0, end), text.substring(end + 1)))
                : Optional.empty();
    }

    @Override
    public int compareTo(Reference other) {
        int names = name.compareTo(other.name);
        return names == 0 ? tag.compareTo(other.tag) : names;
    }

    @Override
    public String toString() {
        return name + (tag.indexOf(':') >= 0 ? "@" : ":") + tag;
    }
}
