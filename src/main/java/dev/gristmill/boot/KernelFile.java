package dev.gristmill.boot;

import dev.gristmill.model.Digest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the boot file in a layer is, for images that do not say it of themselves.
 *
 * @param release from the banner that every kernel carries; nothing if the file has none
 */
public record KernelFile(Digest digest, Optional<String> release) {
    private static final byte[] BANNER = "Linux version ".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_RELEASE = 64; // __NEW_UTS_LEN in include/uapi/linux/utsname.h

    /**
     * Unpacks {@code boot/vmlinux} of that layer, a compressed tar, into a new file and reads it.
     *
     * @throws IOException also if there is none
     */
    public static KernelFile in(Path layer, Path unpacked) throws IOException {
        LayerFiles.extract(layer, Prover.BOOT_FILE, unpacked);
        try (var file = new BufferedInputStream(Files.newInputStream(unpacked))) {
            return new KernelFile(Digest.of(unpacked), release(file));
        }
    }

    /** What stands behind the first banner, up to a blank. */
    static Optional<String> release(InputStream kernel) throws IOException {
        int matched = 0;
        for (int b = kernel.read(); b >= 0; b = kernel.read()) {
            // The banner begins with a letter that it has only once, so a mismatch can only be a new beginning.
            matched = b == BANNER[matched] ? matched + 1 : b == BANNER[0] ? 1 : 0;
            if (matched == BANNER.length) {
                var word = word(kernel);
                if (isRelease(word)) {
                    return Optional.of(word);
                }
                matched = 0;
            }
        }
        return Optional.empty();
    }

    /** Whether it can be a kernel release: it becomes part of paths. */
    public static boolean isRelease(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_RELEASE
                && Character.isDigit(text.charAt(0))
                && text.chars().allMatch(KernelFile::mayBeInRelease);
    }

    private static boolean mayBeInRelease(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._+~-".indexOf(c) >= 0;
    }

    private static String word(InputStream kernel) throws IOException {
        var word = new StringBuilder();
        for (int b = kernel.read(); b > ' ' && word.length() <= LONGEST_RELEASE; b = kernel.read()) {
            word.append((char) b);
        }
        return word.toString();
    }
}
