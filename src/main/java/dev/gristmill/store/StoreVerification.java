package dev.gristmill.store;

import dev.gristmill.model.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a store and removes what is damaged: blobs and tarballs that do not hash to their name, kernels,
 * symbols and builders whose {@link Seal} is broken. Whoever needs them makes them again.
 */
public final class StoreVerification {
    private final Store store;

    /**
     * @param sound how many entries are as they were when they were published
     * @param unknown how many say nothing about what they were: unpacked trees, kernels of older versions
     */
    public record Outcome(List<StoreEntry> removed, int sound, int unknown) {}

    public StoreVerification(Store store) {
        this.store = store;
    }

    public Outcome run() {
        var removed = new ArrayList<StoreEntry>();
        int sound = 0;
        int unknown = 0;
        for (var entry : new Inventory(store).removable()) {
            var verdict = isSound(entry);
            if (verdict.isEmpty()) {
                unknown++;
            } else if (verdict.get()) {
                sound++;
            } else {
                store.remove(entry.path());
                removed.add(entry);
            }
        }
        return new Outcome(removed, sound, unknown);
    }

    private static Optional<Boolean> isSound(StoreEntry entry) {
        try {
            return switch (entry.folder()) {
                case "blobs/sha256", "sources" -> isNamedByContent(entry);
                case "kernels", "symbols", "builders" -> Seal.holds(entry.path());
                default -> Optional.empty();
            };
        } catch (NoSuchFileException e) {
            return Optional.empty(); // another run removed it
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Boolean> isNamedByContent(StoreEntry entry) throws IOException {
        return Files.isRegularFile(entry.path())
                ? Optional.of(Digest.of(entry.path())
                        .hex()
                        .equals(entry.path().getFileName().toString()))
                : Optional.empty();
    }
}
