package dev.gristmill.boot;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How many machines may run at once. Each has one processor, its memory, and what QEMU takes for itself. */
public final class Budget {
    /** Generous: with QEMU 7.2 a proof of a modular kernel took at most 189 MiB in all, its guest's memory included. */
    private static final int OVERHEAD_MIB = 192;

    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final String AVAILABLE = "MemAvailable:";

    private Budget() {}

    /**
     * Of what this host has free now.
     *
     * @param wanted at most so many
     * @return one or more; a host that has too little for even one still tries one
     */
    public static int machines(int wanted) {
        try {
            return machines(wanted, Files.readAllLines(MEMORY));
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the host's free memory cannot be read")
                            .where(MEMORY)
                            .found(e),
                    e);
        }
    }

    /** @param meminfo see proc_meminfo(5); without its {@code MemAvailable} memory is no limit */
    static int machines(int wanted, List<String> meminfo) {
        for (var line : meminfo) {
            if (line.startsWith(AVAILABLE)) {
                var words = line.substring(AVAILABLE.length()).strip().split(" ", 2);
                long mib = Long.parseLong(words[0]) >> 10;
                long room = mib / (Machine.MEMORY_MIB + OVERHEAD_MIB);
                return (int) Math.max(1, Math.min(wanted, room));
            }
        }
        return Math.max(1, wanted);
    }
}
