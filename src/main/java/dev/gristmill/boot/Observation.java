package dev.gristmill.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What was seen of one machine from its start to its end.
 *
 * @param first what init said at its first start, over both ways
 * @param second the same of its second start
 * @param heardOnConsole lines of the first report that came over the console
 * @param ending how it ended
 * @param status the exit status of its program, if it ended by itself; else negative
 * @param emulator what that program said
 * @param worst the gravest trouble in the kernel's messages
 * @param trace its lines
 * @param lastLines the kernel's last words
 * @param duringChecks what the kernel said while init checked
 * @param diskAnswered whether the guest's answer was on the scratch disk
 * @param datagrams how many of the guest's datagrams were sent back
 * @param connections how many of the guest's connections over its vsock were answered
 * @param toInit from the start of the program to init's first line on the console
 * @param log everything it said
 */
record Observation(
        Report first,
        Report second,
        int heardOnConsole,
        Ending ending,
        int status,
        List<String> emulator,
        Optional<Trouble> worst,
        List<String> trace,
        List<String> lastLines,
        List<String> duringChecks,
        boolean diskAnswered,
        int datagrams,
        int connections,
        Optional<Duration> toInit,
        Path log) {

    enum Ending {
        /** The program ended by itself. */
        EXITED,
        /** Everything was seen, and this machine has no power-off. */
        STOPPED,
        /** The kernel panicked. */
        PANICKED,
        /** Nothing was heard for too long. */
        SILENT,
        /** It took too long although it was heard. */
        TOO_LONG,
        /** It started more often than it was asked to. */
        RESTARTS
    }
}
