package dev.gristmill.image;

import dev.gristmill.kernel.BuiltKernel;
import java.util.Optional;

/**
 * The images of one kernel.
 *
 * @param base the very image that {@code bin} is, for a kernel without modules
 * @param modules empty for a kernel without modules
 * @param debug empty for a kernel that was packed without its symbols
 */
public record PackedKernel(
        KernelImageSpec spec,
        PackedImage bin,
        Optional<PackedImage> modules,
        PackedImage base,
        Optional<PackedImage> debug) {

    public BuiltKernel kernel() {
        return spec.kernel();
    }

    /** Its image of that kind; nothing where there is none. */
    public Optional<PackedImage> image(ImageKind kind) {
        return switch (kind) {
            case BIN -> Optional.of(bin);
            case MODULES -> modules;
            case BASE -> Optional.of(base);
            case DEBUG -> debug;
        };
    }
}
