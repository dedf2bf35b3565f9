package dev.gristmill.source;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import dev.gristmill.progress.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/** A source archive on this machine, read by {@code tar} and the decompressor that its first bytes ask for. */
final class Tarball {
    /** Kernel trees have 1 to 2 GB; what unpacks to more than this is none. */
    static final long LARGEST_TREE = 8L << 30;

    private static final int RECORD = 10240; // tar's own unit, bytes
    private static final int RECORDS_PER_REPORT = 1024;
    private static final int KEPT_LINES = 20;

    private static final Path ANYWHERE = Path.of("/");

    private final Path file;
    private final Compression compression;

    private enum Compression {
        XZ("xz -T0", "xz", "xz-utils"),
        GZIP("gzip", "gzip", "gzip"),
        ZSTD("zstd", "zstd", "zstd"),
        NONE("", "tar", "tar");

        private final String command;
        private final String program;
        private final String debianPackage;

        Compression(String command, String program, String debianPackage) {
            this.command = command;
            this.program = program;
            this.debianPackage = debianPackage;
        }
    }

    private Tarball(Path file, Compression compression) {
        this.file = file;
        this.compression = compression;
    }

    /** @throws StepException if the program that decompresses it is missing */
    static Tarball open(Path file) throws IOException {
        var compression = compression(file);
        if (Children.which(compression.program).isEmpty()) {
            throw new StepException(Problem.of("an archive cannot be unpacked: there is no " + compression.program)
                    .where(file)
                    .remedy("apt-get install " + compression.debianPackage));
        }
        return new Tarball(file, compression);
    }

    private static Compression compression(Path file) throws IOException {
        byte[] start;
        try (var in = Files.newInputStream(file)) {
            start = in.readNBytes(4);
        }
        return switch (start.length < 4 ? 0 : (start[0] & 0xff) << 16 | (start[1] & 0xff) << 8 | (start[2] & 0xff)) {
            case 0xfd377a -> Compression.XZ;
            case 0x1f8b08 -> Compression.GZIP;
            case 0x28b52f -> Compression.ZSTD;
            default -> Compression.NONE;
        };
    }

    /**
     * Unpacks it into an empty folder. GNU tar itself leaves out or defuses members that would land outside.
     *
     * @throws StepException if any of it cannot be read or written, or it is too large
     */
    void unpackInto(Path folder, Task task) throws IOException, InterruptedException {
        var total = unpackedSize();
        if (total.isPresent() && total.getAsLong() > LARGEST_TREE) {
            throw new StepException(Problem.of("an archive is larger than any kernel")
                    .where(file)
                    .expected("at most " + LARGEST_TREE + " bytes, unpacked")
                    .found(total.getAsLong() + " bytes"));
        }
        total.ifPresent(task::expect);
        var argv = tar("--extract");
        argv.addAll(List.of(
                "--directory=" + folder,
                "--no-same-owner",
                "--no-same-permissions",
                "--checkpoint=" + RECORDS_PER_REPORT,
                "--checkpoint-action=echo=%u"));
        Deque<String> said = new ArrayDeque<>();
        int status = Children.run(
                Command.of(folder, argv.toArray(String[]::new)), line -> listen(line, task, total.orElse(0), said));
        if (status != 0) {
            throw broken(status, said);
        }
    }

    /** The lines of the top Makefile, none where there is none; reads no further than it must. */
    List<String> topMakefile() throws IOException, InterruptedException {
        var argv = tar("--extract");
        argv.addAll(
                List.of("--to-stdout", "--occurrence=1", "--wildcards", "--no-wildcards-match-slash", "*/Makefile"));
        var lines = new ArrayList<String>();
        Children.run(Command.of(ANYWHERE, argv.toArray(String[]::new)), line -> {
            if (lines.size() < 100) {
                lines.add(line);
            }
        });
        return lines;
    }

    private List<String> tar(String mode) {
        var argv = new ArrayList<>(List.of("tar", mode, "--file=" + file));
        if (!compression.command.isEmpty()) {
            argv.add("--use-compress-program=" + compression.command);
        }
        return argv;
    }

    /** Only xz keeps a trustworthy index of it; a truncated file has none and fails while it is unpacked. */
    private OptionalLong unpackedSize() throws IOException, InterruptedException {
        if (compression == Compression.NONE) {
            return OptionalLong.of(Files.size(file));
        }
        if (compression != Compression.XZ) {
            return OptionalLong.empty();
        }
        var outcome = Children.collect(Command.of(ANYWHERE, "xz", "--robot", "--list", file.toString()));
        return outcome.output().stream()
                .filter(line -> line.startsWith("totals\t"))
                .map(line -> line.split("\t", -1))
                .filter(columns -> columns.length > 4)
                .mapToLong(columns -> Long.parseLong(columns[4]))
                .findFirst();
    }

    private static void listen(String line, Task task, long total, Deque<String> said) {
        var report = line.substring(line.lastIndexOf(' ') + 1);
        if (line.startsWith("tar: ") && !report.isEmpty() && report.chars().allMatch(c -> c >= '0' && c <= '9')) {
            long bytes = Long.parseLong(report) * RECORD;
            task.reached(total > 0 ? Math.min(bytes, total) : bytes);
        } else {
            said.addLast(line);
            if (said.size() > KEPT_LINES) {
                said.removeFirst();
            }
        }
    }

    private StepException broken(int status, Deque<String> said) {
        return new StepException(Problem.of("an archive cannot be unpacked")
                .where(file)
                .found(said.isEmpty() ? "tar: status " + status : String.join("\n", said))
                .remedy("get the archive anew; it is truncated or broken, or the disk is full"));
    }
}
