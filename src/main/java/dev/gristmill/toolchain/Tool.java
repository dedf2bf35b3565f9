package dev.gristmill.toolchain;

import dev.gristmill.model.Digest;
import dev.gristmill.store.FileStamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A program or library whose content decides what a kernel looks like.
 *
 * @param name the same on every machine
 * @param path where it was found
 * @param stamp what the file system said about it when it was hashed
 */
record Tool(String name, Path path, String stamp, Digest content) {
    private static final String SEPARATOR = "\t";

    static Tool read(String name, Path path) throws IOException {
        return new Tool(name, path, FileStamp.of(path), Digest.of(path));
    }

    /** The inverse of {@link #toLine}; nothing if the line is not one. */
    static Optional<Tool> fromLine(String line) {
        var fields = line.split(SEPARATOR, -1);
        if (fields.length != 4) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Tool(fields[0], Path.of(fields[1]), fields[2], new Digest(fields[3])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String toLine() {
        return String.join(SEPARATOR, name, path.toString(), stamp, content.hex());
    }

    boolean isUnchanged() {
        try {
            return FileStamp.of(path).equals(stamp);
        } catch (IOException e) {
            return false;
        }
    }
}
