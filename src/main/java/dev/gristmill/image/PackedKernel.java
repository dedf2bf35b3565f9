package dev.gristmill.image;

import dev.gristmill.kernel.BuiltKernel;
import java.util.Optional;

/**
 * The images of one kernel.
 *
 * @param base the very image that {@code bin} is, for a kernel without modules
 * @param modules empty for a kernel without modules
 */
public record PackedKernel(KernelImageSpec spec, PackedImage bin, Optional<PackedImage> modules, PackedImage base) {

    public BuiltKernel kernel() {
        return spec.kernel();
    }

    /** Its image of that kind; nothing for the modules of a kernel without. */
    public Optional<PackedImage> image(ImageKind kind) {
        return switch (kind) {
            case BIN -> Optional.of(bin);
            case MODULES -> modules;
            case BASE -> Optional.of(base);
        };
    }
}
