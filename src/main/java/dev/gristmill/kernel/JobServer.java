package dev.gristmill.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import dev.gristmill.toolchain.Toolchain;
import dev.gristmill.toolchain.Workshop;
import dev.gristmill.toolchain.Workshop.Folder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that several makes share: a named pipe with a byte for each job that is free. Whoever starts a make takes one for
 * it; what that make runs beside its first command, it takes from there itself.
 *
 * <p>A make is handed the pipe as an open descriptor; by name GNU make takes it since 4.4 only. Before 4.3, makes that are
 * after the same job may wait for each other (Savannah bug 51159).
 *
 * @see <a href="https://www.gnu.org/software/make/manual/html_node/POSIX-Jobserver.html">POSIX Jobserver Interaction</a>
 */
public final class JobServer implements AutoCloseable {
    private static final String NAME = "/jobs";
    private static final String PIPE = "pipe";
    private static final String GNU_MAKE = "GNU Make ";
    private static final String WITH_PIPE = "exec 3<>\"$0\"; exec \"$@\"";
    private static final String DESCRIPTORS = "3,3";

    private final Path folder;
    private final RandomAccessFile pipe;

    private JobServer(Path folder, RandomAccessFile pipe) {
        this.folder = folder;
        this.pipe = pipe;
    }

    /**
     * With all jobs free.
     *
     * @param folder a new one
     */
    public static JobServer open(Path folder, int jobs) throws InterruptedException {
        try {
            Files.createDirectories(folder);
            var made = Children.collect(Command.of(folder, "mkfifo", PIPE));
            if (!made.succeeded()) {
                throw new IOException(String.join("\n", made.output()));
            }
            // Read and written by one that stays open, so that nobody waits for another end.
            var server = new JobServer(
                    folder, new RandomAccessFile(folder.resolve(PIPE).toFile(), "rw"));
            server.give(jobs);
            return server;
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("jobs cannot be shared").where(folder).found(e), e);
        }
    }

    /** Whether the make of that toolchain takes jobs from such a pipe. */
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
            return major > 4 || (major == 4 && numbers.length > 1 && Integer.parseInt(numbers[1]) >= 3);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Takes a job, as soon as one is free. */
    public void take() throws InterruptedException {
        // By a thread of the system: an interrupt does not end what a virtual thread reads.
        try (var reader = Executors.newSingleThreadExecutor()) {
            var taken = reader.submit(this::read);
            try {
                taken.get();
            } finally {
                taken.cancel(true);
            }
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private @Nullable Void read() throws IOException {
        // A channel of its own, since an interrupt closes it.
        try (var channel = FileChannel.open(folder.resolve(PIPE), READ, WRITE)) {
            if (channel.read(ByteBuffer.allocate(1)) != 1) {
                throw new IOException("the pipe has ended");
            }
            return null;
        }
    }

    /** Gives back what was taken, or adds to it. */
    public void give(int jobs) {
        try {
            pipe.write("+".repeat(jobs).getBytes(US_ASCII));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private StepException failure(Exception cause) {
        return new StepException(
                Problem.of("jobs cannot be shared").where(folder).found(cause), cause);
    }

    /** What a workshop needs for it: the pipe alone, in whose place nothing else can be put there. */
    Folder folder() {
        return Folder.toWrite(folder.resolve(PIPE), NAME);
    }

    /** The command, handed the pipe under the name that it has there. */
    List<String> handedTo(List<String> make, Workshop workshop) {
        var argv = new ArrayList<>(List.of("sh", "-c", WITH_PIPE, workshop.inside(folder.resolve(PIPE))));
        argv.addAll(make);
        return argv;
    }

    /** What tells make of it. @param most jobs that there are */
    static String flags(int most) {
        return "-j" + most + " --jobserver-auth=" + DESCRIPTORS;
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
