package dev.gristmill.process;

import java.io.IOException;
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
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    /*
     * The shell leads a session of its own, and the program another. The shell's standard input is a pipe from us that
     * never carries anything: when it ends, because we closed it or because we are dead, the guard asks the program's
     * whole group to stop, which gets to clean up, and two seconds later kills it. When the program is gone, whatever
     * it left behind goes too, so that nothing writes into a folder that is about to be removed.
     */
    private static final String SUPERVISOR = """
            exec 3<&0 </dev/null
            umask 022
            setsid "$@" 3<&- &
            program=$!
            {
                trap '' TERM
                cd /
                read -r line <&3
                kill -s TERM -- -$program || kill -s TERM $program
                sleep 2
                kill -s KILL -- -$program
            } >/dev/null 2>&1 &
            guard=$!
            exec 3<&-
            wait $program 2>/dev/null
            status=$?
            kill -s KILL $guard 2>/dev/null
            kill -s KILL -- -$program 2>/dev/null
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
     * come, to the consumer, from one other thread.
     *
     * @return the exit status; 128 + n if signal n ended it, 127 if there is no such program
     * @throws IOException if it cannot be started or read
     * @throws InterruptedException if this thread is interrupted, after the program is gone
     */
    public static int run(Command command, Consumer<String> line) throws IOException, InterruptedException {
        var process = start(command);
        return finish(process, List.of(LineReader.start(process.getInputStream(), line)));
    }

    /** As {@link #run(Command, Consumer)} with the two streams kept apart; each has a thread of its own. */
    public static int run(Command command, Consumer<String> line, Consumer<String> errorLine)
            throws IOException, InterruptedException {
        var process = start(command, false);
        return finish(
                process,
                List.of(
                        LineReader.start(process.getInputStream(), line),
                        LineReader.start(process.getErrorStream(), errorLine)));
    }

    /** Runs a program to its end and collects its output, for programs that say little. */
    public static Outcome collect(Command command) throws IOException, InterruptedException {
        var lines = new ArrayList<String>();
        int status = run(command, lines::add);
        return new Outcome(status, List.copyOf(lines));
    }

    /**
     * Runs a program on the terminal of this process, in its session: for those that ask the user something. Ctrl-C
     * reaches it as it reaches us.
     *
     * @return the exit status
     * @throws IOException if it cannot be started
     */
    public static int attached(Command command) throws IOException, InterruptedException {
        var process = prepared(command.argv(), command).inheritIO().start();
        try {
            return process.waitFor();
        } finally {
            process.destroy();
        }
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
        return start(command, true);
    }

    private static Process start(Command command, boolean merged) throws IOException {
        var argv = new ArrayList<>(List.of("setsid", "sh", "-c", SUPERVISOR, "gristmill"));
        argv.addAll(command.argv());
        var process = prepared(argv, command).redirectErrorStream(merged).start();
        RUNNING.add(process);
        return process;
    }

    private static ProcessBuilder prepared(List<String> argv, Command command) {
        var builder = new ProcessBuilder(argv).directory(command.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(command.environment());
        return builder;
    }

    private static int finish(Process process, List<LineReader> readers) throws IOException, InterruptedException {
        try {
            for (var reader : readers) {
                reader.await();
            }
            return process.waitFor();
        } finally {
            stop(process);
        }
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

    /** Where a program is on {@link Command#path()}, if it is. */
    public static Optional<Path> which(String program) {
        return Arrays.stream(Command.path().split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
