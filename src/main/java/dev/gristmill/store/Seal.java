package dev.gristmill.store;

import dev.gristmill.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A hash over everything in a folder, kept in the folder as the file {@code seal}: SHA-256 over one line for each other
 * file, sorted by path: the SHA-256 of its content, a space, its path. Symbolic links count by where they point.
 */
public final class Seal {
    private static final String NAME = "seal";

    private Seal() {}

    /** Seals a finished folder. */
    public static void put(Path folder) throws IOException {
        Files.writeString(folder.resolve(NAME), of(folder).hex() + "\n");
    }

    /** Whether the folder is as it was when it was sealed; nothing if it never was. */
    public static Optional<Boolean> holds(Path folder) throws IOException {
        var seal = folder.resolve(NAME);
        return Files.exists(seal)
                ? Optional.of(new String(Files.readAllBytes(seal), StandardCharsets.ISO_8859_1)
                        .equals(of(folder).hex() + "\n"))
                : Optional.empty();
    }

    private static Digest of(Path folder) throws IOException {
        var text = new StringBuilder("gristmill seal 1\n");
        for (var file : files(folder)) {
            var content =
                    Files.isSymbolicLink(file) ? Digest.of("link " + Files.readSymbolicLink(file)) : Digest.of(file);
            text.append(content.hex())
                    .append(' ')
                    .append(folder.relativize(file))
                    .append('\n');
        }
        return Digest.of(text.toString());
    }

    private static List<Path> files(Path folder) throws IOException {
        var seal = folder.resolve(NAME);
        try (var files = Files.walk(folder)) {
            return files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> !file.equals(seal))
                    .sorted()
                    .toList();
        }
    }
}
