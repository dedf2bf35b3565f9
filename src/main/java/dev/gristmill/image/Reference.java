package dev.gristmill.image;

/**
 * The name an image has in a layout, and behind the registry's in a registry.
 *
 * @param name without registry: {@code firecracker-kernel-bin}
 * @param tag {@code 5.10.262-tiny}
 */
public record Reference(String name, String tag) {
    @Override
    public String toString() {
        return name + ":" + tag;
    }
}
