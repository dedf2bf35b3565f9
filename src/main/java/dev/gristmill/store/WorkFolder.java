package dev.gristmill.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One run's folder for unfinished things. A lock on a file inside it tells other processes that its run is alive; a
 * folder whose lock can be had belongs to a run that died.
 */
final class WorkFolder implements AutoCloseable {
    private static final String LOCK = "in-use";

    private final Path folder;
    private final FileChannel lock;
    private int count;

    private WorkFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static WorkFolder open(Path parent) throws IOException {
        Files.createDirectories(parent);
        // The parent's lock keeps a sweeping run from a folder that is not yet locked.
        try (var gate = FileChannel.open(parent.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            gate.lock();
            sweep(parent);
            var folder = Files.createDirectory(parent.resolve(UUID.randomUUID().toString()));
            var lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock.lock();
            return new WorkFolder(folder, lock);
        }
    }

    /** When the oldest of the other runs that are alive began to write, if there are any. */
    static Optional<Instant> oldestRun(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return Optional.empty();
        }
        try (var gate = FileChannel.open(parent.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            gate.lock();
            var oldest = Optional.<Instant>empty();
            for (var folder : folders(parent)) {
                try {
                    var begun = Files.getLastModifiedTime(folder.resolve(LOCK)).toInstant();
                    if (!abandoned(folder) && oldest.filter(begun::isAfter).isEmpty()) {
                        oldest = Optional.of(begun);
                    }
                } catch (NoSuchFileException e) {
                    // Its run has just ended.
                }
            }
            return oldest;
        }
    }

    Path next(String hint) {
        return folder.resolve(hint + "-" + ++count);
    }

    @Override
    public void close() {
        try {
            Folders.delete(folder);
            lock.close();
        } catch (IOException e) {
            // The next run sweeps what is left.
        }
    }

    private static void sweep(Path parent) throws IOException {
        for (var folder : folders(parent)) {
            try {
                if (abandoned(folder)) {
                    Folders.delete(folder);
                }
            } catch (NoSuchFileException | DirectoryNotEmptyException e) {
                // Its run is ending at this moment, or a child of a killed run has not quite ended. The next one
                // sweeps.
            }
        }
    }

    private static List<Path> folders(Path parent) throws IOException {
        try (var entries = Files.list(parent)) {
            return entries.filter(Files::isDirectory).toList();
        }
    }

    private static boolean abandoned(Path folder) throws IOException {
        try (var channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // another run inside this very process, as in tests
        }
    }
}
