package dev.gristmill.boot;

import dev.gristmill.boot.Observation.Ending;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** From what was seen to one result for each promise. */
final class Judgement {
    /** Of the machine's 128 MiB; the largest built-in kernels leave 100 and 75. */
    private static final long LEAST_TOTAL_KIB = 88 << 10;

    private static final long LEAST_AVAILABLE_KIB = 48 << 10;

    /** The taint flags D (died) and W (warned): Documentation/admin-guide/tainted-kernels.rst. */
    private static final long DIED_OR_WARNED = 1 << 7 | 1 << 9;

    private final Candidate candidate;
    private final Machine machine;
    private final Observation seen;

    private Judgement(Candidate candidate, Machine machine, Observation seen) {
        this.candidate = candidate;
        this.machine = machine;
        this.seen = seen;
    }

    static Proof of(Candidate candidate, Machine machine, Acceleration acceleration, Observation seen) {
        var judgement = new Judgement(candidate, machine, seen);
        var results = judgement.results();
        return new Proof(
                candidate,
                machine,
                results,
                Diagnosis.of(candidate, machine, seen, results),
                seen.toInit(),
                seen.first().number("uptime-us"),
                Optional.empty(),
                OptionalLong.empty(),
                seen.first().number("memory-total-kib"),
                seen.first().number("memory-available-kib"),
                acceleration,
                seen.log());
    }

    private List<CheckResult> results() {
        return candidate.promised().stream().map(this::result).toList();
    }

    private CheckResult result(Check check) {
        return switch (check) {
            case RELEASE -> fact(check, "release", candidate.kernelRelease());
            case ARCHITECTURE -> fact(check, "machine", machine.guestMachine());
            case COMMAND_LINE -> commandLine();
            case MEMORY -> memory();
            case CONSOLE -> console();
            case QUIET -> quiet();
            case REBOOT ->
                CheckResult.of(check, !seen.second().isEmpty(), seen.second().isEmpty() ? "no second start" : "");
            case POWER_OFF -> powerOff();
            case BLOCK -> withHost(check, seen.diskAnswered(), "the host did not find what the guest says it wrote");
            case NETWORK -> network();
            case VSOCK -> vsock();
            default -> inside(check);
        };
    }

    private CheckResult fact(Check check, String name, String expected) {
        var found = seen.first().fact(name).orElse("no answer");
        return CheckResult.of(
                check, found.equals(expected), found.equals(expected) ? found : found + ", expected " + expected);
    }

    private CheckResult network() {
        return machine.hasNetwork()
                ? withHost(Check.NETWORK, seen.datagrams() > 0, "no datagram of the guest came to the host")
                : CheckResult.skipped(Check.NETWORK, machine.runner() + " needs a tap device for it");
    }

    private CheckResult vsock() {
        return machine.hasVsock()
                ? withHost(Check.VSOCK, seen.connections() > 0, "no connection of the guest came to the host")
                : inside(Check.VSOCK);
    }

    /** QEMU and Firecracker append the places of devices on the memory bus. */
    private CheckResult commandLine() {
        var found = seen.first().fact("cmdline").orElse("no answer");
        boolean begins = (found + " ").startsWith(machine.commandLine() + " ");
        return CheckResult.of(Check.COMMAND_LINE, begins, found);
    }

    private CheckResult memory() {
        var total = seen.first().number("memory-total-kib");
        var available = seen.first().number("memory-available-kib");
        boolean enough = total.orElse(0) >= LEAST_TOTAL_KIB && available.orElse(0) >= LEAST_AVAILABLE_KIB;
        var found = mib(total) + " in all, " + mib(available) + " for programs";
        return CheckResult.of(
                Check.MEMORY,
                enough,
                enough
                        ? found
                        : found + ", expected at least " + (LEAST_TOTAL_KIB >> 10) + " and "
                                + (LEAST_AVAILABLE_KIB >> 10));
    }

    private static String mib(OptionalLong kib) {
        return kib.isPresent() ? (kib.getAsLong() >> 10) + " MiB" : "no answer";
    }

    private CheckResult console() {
        int heard = seen.heardOnConsole();
        if (heard == 0 && !machine.hasTheVmmsConsole()) {
            return CheckResult.skipped(Check.CONSOLE, "this machine has a PL011, " + machine.vmm() + " has an 8250");
        }
        return CheckResult.of(
                Check.CONSOLE, heard > 0, heard + " of " + seen.first().size() + " lines arrived whole");
    }

    private CheckResult quiet() {
        if (seen.worst().isPresent()) {
            return CheckResult.of(
                    Check.QUIET,
                    false,
                    seen.trace().isEmpty() ? "trouble" : seen.trace().getFirst());
        }
        long taint = seen.first().number("tainted").orElse(0);
        return CheckResult.of(
                Check.QUIET, (taint & DIED_OR_WARNED) == 0, taint == 0 ? "" : "/proc/sys/kernel/tainted is " + taint);
    }

    private CheckResult powerOff() {
        if (!machine.powersOff()) {
            return CheckResult.skipped(Check.POWER_OFF, machine.vmm() + " ends a guest by its reboot");
        }
        boolean clean = seen.second().isDone() && seen.ending() == Ending.EXITED && seen.status() == 0;
        return CheckResult.of(Check.POWER_OFF, clean, clean ? "" : "the machine did not end by itself");
    }

    private CheckResult withHost(Check check, boolean seenByHost, String otherwise) {
        var inside = inside(check);
        return inside.failed() || seenByHost ? inside : CheckResult.of(check, false, otherwise);
    }

    private CheckResult inside(Check check) {
        return seen.first()
                .check(check)
                .map(result -> CheckResult.of(check, result.passed(), result.detail()))
                .orElse(CheckResult.of(check, false, "no answer"));
    }
}
