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
 * @param uptimeMicros the kernel's own clock when init began; under emulation it follows the load of the host
 * @param medianToInit of five boots that check nothing, wall time as {@code toInit}; nothing if not measured
 * @param instructionsToInit how many the guest ran until init began, idle time counted in; nothing if not measured
 * @param memoryTotalKib what the kernel left of {@value Machine#MEMORY_MIB} MiB
 * @param memoryAvailableKib what of that programs could have
 * @param acceleration what it ran on
 * @param log everything the machine said
 */
public record Proof(
        Candidate candidate,
        Machine machine,
        List<CheckResult> results,
        Optional<Problem> failure,
        Optional<Duration> toInit,
        OptionalLong uptimeMicros,
        Optional<Duration> medianToInit,
        OptionalLong instructionsToInit,
        OptionalLong memoryTotalKib,
        OptionalLong memoryAvailableKib,
        Acceleration acceleration,
        Path log) {

    public Proof {
        results = List.copyOf(results);
    }

    Proof with(StartUp startUp) {
        return new Proof(
                candidate,
                machine,
                results,
                failure,
                toInit,
                uptimeMicros,
                startUp.median(),
                startUp.instructions(),
                memoryTotalKib,
                memoryAvailableKib,
                acceleration,
                log);
    }

    public boolean passed() {
        return failure.isEmpty();
    }

    /** How many checks came out like that. */
    public long count(CheckResult.Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }
}
