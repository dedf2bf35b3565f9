package dev.gristmill.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** The files of a layout, each of which appears under its name whole or not at all. For one writer at a time. */
final class LayoutFiles {
    /** Holds the lock, and what is being written. */
    static final String WORK = ".gristmill";

    private static final String UNFINISHED = "unfinished-";

    private final Path root;
    private int count;

    LayoutFiles(Path root) {
        this.root = root;
    }

    Path work() {
        return root.resolve(WORK);
    }

    boolean holds(Descriptor blob) {
        return Blobs.isFileOfSize(path(blob), blob.size());
    }

    byte[] document(Descriptor blob) throws IOException {
        return Blobs.document(path(blob), blob);
    }

    /** Removes what a writer that was killed left. */
    void sweep() throws IOException {
        try (var leftovers = Files.newDirectoryStream(work(), UNFINISHED + "*")) {
            for (var leftover : leftovers) {
                Files.delete(leftover);
            }
        }
    }

    /** Makes the blob in that file a blob of the layout: the same file where that can be, else a copy. */
    void link(Path source, Descriptor blob) throws IOException {
        if (holds(blob)) {
            return;
        }
        var target = path(blob);
        Files.createDirectories(target.getParent());
        try {
            Files.createLink(target, source);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (FileAlreadyExistsException e) {
            copy(source, target); // of the wrong size, so damaged
        } catch (FileSystemException | UnsupportedOperationException e) {
            copy(source, target); // on another file system, or one without hard links
        }
        if (!holds(blob)) {
            throw new IOException("expected " + blob.size() + " bytes in " + source);
        }
    }

    void write(Descriptor blob, byte[] content) throws IOException {
        if (!holds(blob)) {
            replace(path(blob), content);
        }
    }

    /** A file that has this content already is left alone. */
    void replace(Path file, byte[] content) throws IOException {
        if (Blobs.isFileOfSize(file, content.length) && Arrays.equals(Files.readAllBytes(file), content)) {
            return;
        }
        var unfinished = unfinished();
        Files.write(unfinished, content);
        finish(unfinished, file);
    }

    private void copy(Path source, Path target) throws IOException {
        var unfinished = unfinished();
        Files.copy(source, unfinished);
        finish(unfinished, target);
    }

    private void finish(Path unfinished, Path file) throws IOException {
        try (var channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.createDirectories(file.getParent());
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path unfinished() {
        return work().resolve(UNFINISHED + ++count);
    }

    Path path(Descriptor blob) {
        return root.resolve("blobs").resolve("sha256").resolve(blob.digest().hex());
    }
}
