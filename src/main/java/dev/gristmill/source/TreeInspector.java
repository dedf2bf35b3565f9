package dev.gristmill.source;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Looks through an unpacked archive for what a source tree never has and an attacker would put there. */
final class TreeInspector extends SimpleFileVisitor<Path> {
    private final Path root;
    private final String archive;

    private TreeInspector(Path root, String archive) {
        this.root = root;
        this.archive = archive;
    }

    /**
     * @param archive what it was unpacked from, for messages
     * @throws StepException if a link leads out of the folder, or something is neither file, folder nor link
     */
    static void inspect(Path root, String archive) throws IOException {
        Files.walkFileTree(root, new TreeInspector(root, archive));
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (attributes.isSymbolicLink()) {
            var target = Files.readSymbolicLink(file);
            if (target.isAbsolute() || !file.resolveSibling(target).normalize().startsWith(root)) {
                throw refused(file, "a symbolic link to " + target);
            }
        } else if (!attributes.isRegularFile()) {
            throw refused(file, "a device, pipe or socket");
        }
        return FileVisitResult.CONTINUE;
    }

    private StepException refused(Path file, String found) {
        return new StepException(Problem.of("an archive holds what no kernel source does; it was not used")
                .where(archive + ", " + root.relativize(file))
                .expected("files, folders, and links that stay inside")
                .found(found));
    }
}
