package dev.gristmill.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The programs this process runs. Safe for use by several threads. */
public final class Children {
    /** Longer lines are cut: a child's output is not trusted to have line ends. */
    static final int LONGEST_LINE = 16 * 1024;

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    /*
     * The shell leads a session of its own. Its standard input is a pipe from us that never carries anything: when it
     * ends, because we closed it or because we are dead, the guard asks the session to stop and, two seconds later,
     * kills it. The shell itself ignores the request so that it waits for the program, which gets to clean up.
     */
    private static final String SUPERVISOR = """
            exec 3<&0 </dev/null
            trap : TERM
            { trap '' TERM; read -r line <&3; kill -TERM 0; sleep 2; kill -KILL 0; } >/dev/null 2>&1 &
            "$@" 3<&-
            status=$?
            kill -KILL $! 2>/dev/null
            exit $status
            """;

    private Children() {}

    /** What a program that ran to its end left behind. */
    public record Outcome(int status, List<String> output) {
        public boolean succeeded() {
            return status == 0;
        }
    }

    /**
     * Runs a program to its end and gives each line of its standard output and standard error, in the order they
     * come, to the consumer.
     *
     * @return the exit status; 128 + n if signal n ended it, 127 if there is no such program
     * @throws IOException if it cannot be started or read
     * @throws InterruptedException if this thread is interrupted, after the program is gone
     */
    public static int run(Command command, Consumer<String> line) throws IOException, InterruptedException {
        var process = start(command);
        try {
            forEachLine(process.getInputStream(), line);
            return process.waitFor();
        } finally {
            stop(process);
        }
    }

    /** Runs a program to its end and collects its output, for programs that say little. */
    public static Outcome collect(Command command) throws IOException, InterruptedException {
        var lines = new ArrayList<String>();
        int status = run(command, lines::add);
        return new Outcome(status, List.copyOf(lines));
    }

    /** Ends every running program and waits until it is gone. */
    public static void stopAll() {
        RUNNING.parallelStream().forEach(Children::stop);
    }

    /**
     * Runs an interactive or streaming program; the caller reads its output and must call {@link #stop}.
     * Standard error is merged into standard output.
     */
    public static Process start(Command command) throws IOException {
        var argv = new ArrayList<>(List.of("setsid", "sh", "-c", SUPERVISOR, "gristmill"));
        argv.addAll(command.argv());
        var builder =
                new ProcessBuilder(argv).directory(command.directory().toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(command.environment());
        var process = builder.start();
        RUNNING.add(process);
        return process;
    }

    /** Ends a program and everything it started; returns when it is gone. */
    public static void stop(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroyForcibly();
        }
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        RUNNING.remove(process);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where a program is on this process's {@code PATH}, if it is. */
    public static Optional<Path> which(String program) {
        return Arrays.stream(
                        System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static void forEachLine(InputStream stream, Consumer<String> consumer) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        var line = new StringBuilder();
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            if (c == '\n') {
                consumer.accept(line.toString());
                line.setLength(0);
            } else if (line.length() < LONGEST_LINE) {
                line.append((char) c);
            }
        }
        if (!line.isEmpty()) {
            consumer.accept(line.toString());
        }
    }
}
