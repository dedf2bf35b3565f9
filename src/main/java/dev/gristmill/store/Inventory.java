package dev.gristmill.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What is in a store, and what of it could go. What other runs remove meanwhile is left out. */
public final class Inventory {
    /** Small things that others refer to stay: configurations, records, guests, proofs, memory. */
    private static final List<String> REMOVABLE = List.of(
            "sources",
            "sources/partial",
            "sources/indexes",
            "trees",
            "kernels",
            "compiling",
            "ccache",
            "symbols",
            "builders",
            "blobs/sha256",
            "logs");

    private final Store store;

    public Inventory(Store store) {
        this.store = store;
    }

    /** @param bytes of all files in it */
    public record Folder(String name, long bytes) {}

    /** The folders of the store, by name. */
    public List<Folder> folders() {
        return reading(() -> {
            var folders = new ArrayList<Folder>();
            for (var path : children(store.root())) {
                folders.add(new Folder(path.getFileName().toString(), bytes(path)));
            }
            return folders;
        });
    }

    /** What can be made or fetched again. */
    public List<StoreEntry> removable() {
        return reading(() -> {
            var entries = new ArrayList<StoreEntry>();
            for (var folder : REMOVABLE) {
                for (var path : children(store.root().resolve(folder))) {
                    if (!REMOVABLE.contains(folder + "/" + path.getFileName())) {
                        entry(path, folder).ifPresent(entries::add);
                    }
                }
            }
            return entries;
        });
    }

    static Instant lastUsed(Path entry) throws IOException {
        return Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS).toInstant();
    }

    private static Optional<StoreEntry> entry(Path path, String folder) throws IOException {
        try {
            return Optional.of(new StoreEntry(path, folder, bytes(path), lastUsed(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private static long bytes(Path path) throws IOException {
        var sum = new AtomicLong();
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum.addAndGet(attributes.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return sum.get();
    }

    private interface Reading<T> {
        T run() throws IOException;
    }

    private static <T> T reading(Reading<T> reading) {
        try {
            return reading.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
