package dev.gristmill.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
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
        List<Path> folders;
        try (var entries = Files.list(parent)) {
            folders = entries.filter(Files::isDirectory).toList();
        }
        for (var folder : folders) {
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

    private static boolean abandoned(Path folder) throws IOException {
        try (var channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // another run inside this very process, as in tests
        }
    }
}
