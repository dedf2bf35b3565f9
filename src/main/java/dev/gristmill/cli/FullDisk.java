package dev.gristmill.cli;

import dev.gristmill.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells of a failure for want of space how much is needed, and where. */
final class FullDisk {
    /** What the system calls it, in our exceptions and in what programs say that we run. */
    private static final String SIGN = "No space left on device";

    private static final String NEED =
            "up to 2 GB for a source, 3 GB for a kernel while it is compiled, 1 GB for a builder, a tenth of it for images";

    private FullDisk() {}

    /** @param store its folder, which need not be there */
    static Optional<Problem> explained(Throwable failure, Path store) {
        return tellsOfIt(failure) ? Optional.of(problem(store)) : Optional.empty();
    }

    private static boolean tellsOfIt(@Nullable Throwable failure) {
        return failure != null
                && (String.valueOf(failure.getMessage()).contains(SIGN) || tellsOfIt(failure.getCause()));
    }

    private static Problem problem(Path store) {
        var problem =
                Problem.of("the disk is full; what was finished is kept, and the same command goes on from there");
        try {
            var disk = Files.getFileStore(existing(store.toAbsolutePath()));
            problem = problem.where("the store, " + store)
                    .expected(NEED)
                    .found(gigabytes(disk.getUsableSpace()) + " free of " + gigabytes(disk.getTotalSpace()));
        } catch (IOException e) {
            problem = problem.where("the store, " + store).expected(NEED);
        }
        return problem.remedy(
                "'gristmill store gc --older-than 7d', or --store DIR on a larger disk; if there is room, the"
                        + " disk of --output or of " + System.getProperty("java.io.tmpdir"));
    }

    private static Path existing(Path path) {
        var parent = path.getParent();
        return Files.exists(path) || parent == null ? path : existing(parent);
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }
}
