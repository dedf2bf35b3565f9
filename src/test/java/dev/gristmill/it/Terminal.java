package dev.gristmill.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The launcher in a terminal that a test types into and reads from, made by {@code script}. */
final class Terminal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path recorded;
    private final Process process;

    private Terminal(Path recorded, Process process) {
        this.recorded = recorded;
        this.process = process;
    }

    static Terminal of(List<String> arguments) throws IOException {
        var command = arguments.stream().map(a -> "'" + a + "'").collect(Collectors.joining(" "));
        var recorded = Files.createTempFile("terminal", ".txt");
        var program = Gristmill.CHECKOUT.resolve("gristmill");
        var builder = new ProcessBuilder(
                        "script", "-qefc", "stty cols 100 rows 40; exec '" + program + "' " + command, "/dev/null")
                .redirectErrorStream(true)
                .redirectOutput(recorded.toFile());
        builder.environment().put("TERM", "xterm");
        return new Terminal(recorded, builder.start());
    }

    void type(String keys) throws IOException {
        var input = process.getOutputStream();
        input.write(keys.getBytes(StandardCharsets.US_ASCII));
        input.flush();
    }

    /** Returns when that text is on the screen, or was. */
    void await(String text) throws IOException, InterruptedException {
        var end = Instant.now().plus(PATIENCE);
        while (!shown().contains(text)) {
            if (!process.isAlive() || Instant.now().isAfter(end)) {
                throw new AssertionError("'" + text + "' was never shown, but\n" + shown());
            }
            Thread.sleep(100);
        }
    }

    int exitStatus() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the program did not end");
        }
        return process.exitValue();
    }

    /** Everything that was written to the screen, without colours and cursor movements. */
    String shown() throws IOException {
        return new String(Files.readAllBytes(recorded), StandardCharsets.UTF_8)
                .replaceAll("\u001b\\[[0-9;?]*[A-Za-z]|\u001b[()][A-Z0-9]|\u000f|\u000e", "");
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(recorded);
    }
}
