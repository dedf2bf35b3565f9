package dev.gristmill.boot;

import dev.gristmill.model.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What came of booting one kernel on one machine.
 *
 * @param results one for each promise of the kernel, in the order of {@link Check}
 * @param failure why it did not pass; nothing if it did
 * @param toInit wall time from QEMU's start to init's first line
 * @param uptimeMillis the kernel's own clock when init began
 * @param memoryTotalKib what the kernel left of {@value QemuCommand#MEMORY_MIB} MiB
 * @param memoryAvailableKib what of that programs could have
 * @param log everything the machine said
 */
public record Proof(
        Candidate candidate,
        Machine machine,
        List<CheckResult> results,
        Optional<Problem> failure,
        Optional<Duration> toInit,
        OptionalLong uptimeMillis,
        OptionalLong memoryTotalKib,
        OptionalLong memoryAvailableKib,
        Path log) {

    public Proof {
        results = List.copyOf(results);
    }

    public boolean passed() {
        return failure.isEmpty();
    }

    /** How many checks came out like that. */
    public long count(CheckResult.Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }
}
