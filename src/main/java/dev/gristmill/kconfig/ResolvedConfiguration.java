package dev.gristmill.kconfig;

import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import java.nio.file.Path;

/**
 * A configuration that the kernel's own tools have completed and that has passed the gate, as it lies in the store.
 *
 * @param key of its entry in the store
 * @param file a {@code .config}
 * @param digest of the file's bytes
 * @param circumstances what it was resolved with
 */
public record ResolvedConfiguration(Digest key, Path file, Digest digest, Circumstances circumstances) {
    /**
     * @throws InvalidInputException if the file was damaged
     */
    public DotConfig read() {
        return DotConfig.read(file);
    }
}
