package dev.gristmill.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Everything a build said, kept for people. Each line is there as soon as it is taken. */
final class BuildLog implements AutoCloseable {
    private final Path file;
    private final Writer writer;

    private BuildLog(Path file, Writer writer) {
        this.file = file;
        this.writer = writer;
    }

    /** Starts anew if there is one of that name. */
    static BuildLog open(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return new BuildLog(file, Files.newBufferedWriter(file, StandardCharsets.UTF_8));
    }

    Path file() {
        return file;
    }

    /** @throws UncheckedIOException if it cannot be written, which ends the build */
    void take(String line) {
        try {
            writer.append(line).append('\n').flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
