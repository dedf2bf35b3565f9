package dev.gristmill.kernel;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import dev.gristmill.toolchain.Toolchain;
import dev.gristmill.toolchain.Workshop;
import dev.gristmill.toolchain.Workshop.Folder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/**
 * Jobs that several makes share: a named pipe with a byte for each job that is free. GNU make takes one from there since
 * 4.4, over and above the one that each make has of its own.
 *
 * @see <a href="https://www.gnu.org/software/make/manual/html_node/POSIX-Jobserver.html">POSIX Jobserver Interaction</a>
 */
public final class JobServer implements AutoCloseable {
    private static final String NAME = "/jobs";
    private static final String PIPE = "pipe";
    private static final String GNU_MAKE = "GNU Make ";

    private final Path folder;
    private final RandomAccessFile pipe;

    private JobServer(Path folder, RandomAccessFile pipe) {
        this.folder = folder;
        this.pipe = pipe;
    }

    /** Without a job, yet. @param folder a new one */
    public static JobServer open(Path folder) throws InterruptedException {
        try {
            Files.createDirectories(folder);
            var made = Children.collect(Command.of(folder, "mkfifo", PIPE));
            if (!made.succeeded()) {
                throw new IOException(String.join("\n", made.output()));
            }
            // Read and written by one that stays open, so that nobody waits for another end.
            return new JobServer(
                    folder, new RandomAccessFile(folder.resolve(PIPE).toFile(), "rw"));
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("jobs cannot be shared").where(folder).found(e), e);
        }
    }

    /** Whether the make of that toolchain takes jobs from a named pipe. */
    public static boolean isFor(Toolchain toolchain) throws InterruptedException {
        try {
            var bench = Workshop.of(toolchain, List.of(), List.of());
            var version = Children.collect(bench.command(List.of("make", "--version"), Path.of("/"), new TreeMap<>()));
            return version.succeeded()
                    && !version.output().isEmpty()
                    && isFor(version.output().getFirst());
        } catch (IOException e) {
            return false;
        }
    }

    /** @param line such as {@code GNU Make 4.4.1} */
    static boolean isFor(String line) {
        if (!line.startsWith(GNU_MAKE)) {
            return false;
        }
        var numbers = line.substring(GNU_MAKE.length()).split("\\.", -1);
        try {
            int major = Integer.parseInt(numbers[0]);
            return major > 4 || (major == 4 && numbers.length > 1 && Integer.parseInt(numbers[1]) >= 4);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Puts so many jobs into the pipe. */
    public void add(int jobs) {
        try {
            pipe.write("+".repeat(jobs).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("jobs cannot be shared").where(folder).found(e), e);
        }
    }

    /** What a workshop needs for it. */
    Folder folder() {
        return Folder.toWrite(folder, NAME);
    }

    /** The pipe, as programs there call it. */
    String in(Workshop workshop) {
        return workshop.inside(folder.resolve(PIPE));
    }

    @Override
    public void close() {
        try {
            pipe.close();
        } catch (IOException e) {
            // The folder goes with the run.
        }
    }
}
