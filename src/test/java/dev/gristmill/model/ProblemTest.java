package dev.gristmill.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProblemTest {
    @TempDir
    private Path folder;

    @Test
    void tellsInWordsThatThereIsNoSuchFile() {
        var missing = folder.resolve("gristmill.pub");
        assertThat(told(failureOfReading(missing))).endsWith("found:    no such file: " + missing);
    }

    @Test
    void tellsTheReasonOfTheSystem() {
        assertThat(told(failureOfReading(folder))).contains("directory").doesNotContain("Exception");
    }

    @Test
    void keepsTheNameOfAFailureThatSaysNothing() {
        assertThat(told(new EOFException())).endsWith("java.io.EOFException");
        assertThat(told(new UncheckedIOException(new IOException("half of it"))))
                .endsWith("half of it");
    }

    private static IOException failureOfReading(Path file) {
        try (var in = Files.newInputStream(file)) {
            in.readAllBytes();
        } catch (IOException e) {
            return e;
        }
        throw new AssertionError(file);
    }

    private static String told(Throwable failure) {
        return Problem.of("a file cannot be read").found(failure).toString();
    }
}
