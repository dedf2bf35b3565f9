package dev.gristmill.store;

import java.nio.file.Path;
import java.time.Instant;

/**
 * Something of a store that can be made or fetched again.
 *
 * @param folder of the store that it belongs to: {@code trees}
 * @param bytes of all its files
 * @param lastUsed to some ten minutes
 */
public record StoreEntry(Path path, String folder, long bytes, Instant lastUsed) {}
