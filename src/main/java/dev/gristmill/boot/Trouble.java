package dev.gristmill.boot;

import java.util.List;
import java.util.Optional;

/** Lines of a kernel that say that something went wrong. */
enum Trouble {
    PANIC("Kernel panic - not syncing"),
    NO_INIT("No working init found", "Requested init "),
    OOPS("Oops: ", "Oops - ", "Internal error: ", "Unable to handle kernel "),
    BUG("BUG: ", "kernel BUG at "),
    // "WARNING: CPU: 0 PID: 1 at" is what WARN() prints; other lines that begin so may be harmless advice.
    WARNING("WARNING: CPU: ", "WARNING: at "),
    STALL("INFO: task ", "rcu: INFO: rcu_", "watchdog: BUG: "),
    TRACE("Call Trace:", "Call trace:");

    private final List<String> marks;

    Trouble(String... marks) {
        this.marks = List.of(marks);
    }

    /** What that line of a kernel's log says, if it says any of this; the gravest first. */
    static Optional<Trouble> in(String line) {
        for (var trouble : values()) {
            if (trouble.marks.stream().anyMatch(mark -> isIn(line, mark))) {
                return Optional.of(trouble);
            }
        }
        return Optional.empty();
    }

    /** As words of their own: a "DEBUG:" is no "BUG:". */
    private static boolean isIn(String line, String mark) {
        int at = line.indexOf(mark);
        return at == 0 || at > 0 && !Character.isLetter(line.charAt(at - 1));
    }

    /** Whether nothing more is to be expected of the kernel. */
    boolean isFatal() {
        return this == PANIC;
    }
}
