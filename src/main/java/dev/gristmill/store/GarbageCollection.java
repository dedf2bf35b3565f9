package dev.gristmill.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Removes what has not been used for long. Entries say when they were last used, so whatever was used since shortly
 * before the oldest living run began is left alone.
 */
public final class GarbageCollection {
    private static final Duration GRACE = Duration.ofHours(1);

    private final Store store;
    private final Rule rule;

    /**
     * @param olderThan what was not used for so long goes
     * @param keepBytes as long as there is more, what was used longest ago goes
     */
    public record Rule(Optional<Duration> olderThan, Optional<Long> keepBytes) {}

    /** @param kept bytes that stay, of everything in the store */
    public record Outcome(List<StoreEntry> removed, long kept) {}

    public GarbageCollection(Store store, Rule rule) {
        this.store = store;
        this.rule = rule;
    }

    /** What would go. */
    public Outcome rehearse(Instant now) {
        return select(now);
    }

    /** Removes it; each entry goes whole, by one rename. */
    public Outcome run(Instant now) {
        var selected = select(now);
        var gone = new ArrayList<StoreEntry>();
        long kept = selected.kept();
        for (var entry : selected.removed()) {
            if (unused(entry)) {
                store.remove(entry.path());
                gone.add(entry);
            } else {
                kept += entry.bytes();
            }
        }
        return new Outcome(gone, kept);
    }

    private Outcome select(Instant now) {
        var untouchable = oldestRun().filter(now::isAfter).orElse(now).minus(GRACE);
        var inventory = new Inventory(store);
        long kept =
                inventory.folders().stream().mapToLong(Inventory.Folder::bytes).sum();
        var selected = new ArrayList<StoreEntry>();
        for (var entry : byLastUse(inventory.removable())) {
            boolean wanted = rule.olderThan()
                            .filter(age -> entry.lastUsed().isBefore(now.minus(age)))
                            .isPresent()
                    || isMoreThanKept(kept);
            if (wanted && entry.lastUsed().isBefore(untouchable)) {
                selected.add(entry);
                kept -= entry.bytes();
            }
        }
        return new Outcome(selected, kept);
    }

    private boolean isMoreThanKept(long bytes) {
        return rule.keepBytes().filter(keep -> bytes > keep).isPresent();
    }

    private static List<StoreEntry> byLastUse(List<StoreEntry> entries) {
        return entries.stream()
                .sorted(Comparator.comparing(StoreEntry::lastUsed).thenComparing(StoreEntry::path))
                .toList();
    }

    /** A run may have come since, and may have begun with this very entry. */
    private static boolean unused(StoreEntry entry) {
        try {
            return Inventory.lastUsed(entry.path()).equals(entry.lastUsed());
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<Instant> oldestRun() {
        try {
            return WorkFolder.oldestRun(work());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path work() {
        return store.root().resolve("work");
    }
}
