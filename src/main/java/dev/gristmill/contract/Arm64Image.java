package dev.gristmill.contract;

/**
 * The header of an uncompressed arm64 {@code Image} (Documentation/arm64/booting.rst, "Call the kernel image").
 *
 * @param textOffset bytes from a 2 MiB aligned base to the image
 * @param imageSize bytes of memory it takes, at least those of the file
 * @param bigEndian whether the kernel runs big endian
 * @param portableExecutable whether it is a PE file too, which the kernel's EFI stub makes it
 */
public record Arm64Image(long textOffset, long imageSize, boolean bigEndian, boolean portableExecutable)
        implements BootFile {
    static final int HEADER_SIZE = 64;

    @Override
    public String format() {
        return portableExecutable ? "pe" : "image";
    }
}
