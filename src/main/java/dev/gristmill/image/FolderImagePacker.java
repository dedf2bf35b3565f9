package dev.gristmill.image;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Compression;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.progress.Task;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.SortedMap;

/**
 * Packs a folder, such as a root file system, into an image of one layer. Of the files' metadata only whether their
 * owner may run them is kept.
 */
public final class FolderImagePacker {
    private final Progress progress;
    private final Blobs blobs;

    public FolderImagePacker(Store store, Progress progress) {
        this.progress = progress;
        this.blobs = new Blobs(store);
    }

    /**
     * Packs a folder.
     *
     * @param subject what it is, for people
     * @param date of everything in it
     * @param metadata annotations and labels
     * @throws StepException if it cannot be read, or holds something that is no file, folder or link
     * @throws InterruptedException if this thread is interrupted
     */
    public PackedImage pack(
            Path folder, String subject, Architecture architecture, Instant date, SortedMap<String, String> metadata)
            throws InterruptedException {
        try (var task = progress.begin(subject, "pack", Progress.Unit.BYTES)) {
            var layer = layer(tree(folder), date, task);
            var document = ImagePacker.config(architecture, date, metadata, layer);
            var config = blobs.add(MediaTypes.CONFIG, document);
            var manifest = blobs.add(MediaTypes.MANIFEST, ImagePacker.manifest(config, layer, metadata));
            task.done("packed");
            return new PackedImage(architecture, manifest, config, layer.blob(), metadata);
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("a folder cannot be packed").where(folder).found(e), e);
        }
    }

    /** A blob of an image that was packed here. */
    public Path blob(Descriptor blob) {
        return blobs.path(blob.digest());
    }

    /** Removes the blobs of an image that nobody needs again. */
    public void forget(PackedImage image) {
        blobs.remove(image.layer());
        blobs.remove(image.config());
        blobs.remove(image.manifest());
    }

    private Layer layer(FileTree tree, Instant date, Task task) throws IOException {
        task.expect(tree.size());
        try (var chunks = blobs.newChunkMemory()) {
            return blobs.add(tree, date, Compression.GZIP, chunks, task::reached);
        }
    }

    private static FileTree tree(Path root) throws IOException {
        var tree = new FileTree.Builder();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                if (!path.equals(root)) {
                    tree.folder(root.relativize(path).toString());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                var place = root.relativize(path).toString();
                if (attributes.isSymbolicLink()) {
                    tree.link(place, Files.readSymbolicLink(path).toString());
                } else if (!attributes.isRegularFile()) {
                    throw new StepException(
                            Problem.of("a folder to pack holds something that is no file, folder or link")
                                    .where(path));
                } else if (isProgram(path)) {
                    tree.program(place, path);
                } else {
                    tree.file(place, path);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return tree.buildWithAnyLinks();
    }

    private static boolean isProgram(Path file) throws IOException {
        return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)
                .contains(PosixFilePermission.OWNER_EXECUTE);
    }
}
