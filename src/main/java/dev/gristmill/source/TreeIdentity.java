package dev.gristmill.source;

import dev.gristmill.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a source tree consists of, as one hash: over the path, kind, executable bit and content of every file and link,
 * sorted by path. Owners, times and the version control's own folder do not count.
 */
final class TreeIdentity {
    private static final int BUFFER = 1 << 16;

    private final Path root;
    private final MessageDigest hash = Digest.algorithm();
    private final byte[] buffer = new byte[BUFFER];

    private TreeIdentity(Path root) {
        this.root = root;
    }

    static Digest of(Path root) throws IOException {
        var identity = new TreeIdentity(root);
        for (var file : files(root)) {
            identity.add(file);
        }
        return Digest.from(identity.hash);
    }

    private static List<Path> files(Path root) throws IOException {
        var files = new ArrayList<Path>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return folder.equals(root.resolve(".git")) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!file.equals(root.resolve(".git"))) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(Comparator.comparing(Path::toString));
        return files;
    }

    /** Each text is preceded by its length, so that no two trees can run together into the same bytes. */
    private void add(Path file) throws IOException {
        text(root.relativize(file).toString());
        if (Files.isSymbolicLink(file)) {
            text("link");
            text(Files.readSymbolicLink(file).toString());
            return;
        }
        text(Files.isExecutable(file) ? "program" : "file");
        text(Long.toString(Files.size(file)));
        try (var in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                hash.update(buffer, 0, count);
            }
        }
    }

    private void text(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        hash.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        hash.update(bytes);
    }
}
