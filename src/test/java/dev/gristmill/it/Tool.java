package dev.gristmill.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Running real programs in tests, apart from the code under test. */
final class Tool {
    private static final long LONGEST_MINUTES = 40;

    private Tool() {}

    /** What a program printed, standard output and standard error apart, and how it ended. */
    record Run(int status, String output, String errors) {
        /** Standard output, after making sure that the program succeeded. */
        String mustSucceed() {
            if (status != 0) {
                throw new AssertionError("exit status " + status + "\n" + errors + output);
            }
            return output;
        }
    }

    static Run run(Path directory, String... argv) throws IOException, InterruptedException {
        return run(directory, System.getenv(), argv);
    }

    static Run run(Path directory, Map<String, String> environment, String... argv)
            throws IOException, InterruptedException {
        var output = Files.createTempFile("output", ".txt");
        var errors = Files.createTempFile("errors", ".txt");
        try {
            var process = start(directory, environment, output, errors, Arrays.asList(argv));
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", argv) + " did not end\n" + Files.readString(errors));
            }
            return new Run(process.exitValue(), Files.readString(output), Files.readString(errors));
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    static Process start(Path directory, Map<String, String> environment, Path output, Path errors, List<String> argv)
            throws IOException {
        var builder = new ProcessBuilder(new ArrayList<>(argv))
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().putAll(new TreeMap<>(environment));
        return builder.start();
    }
}
