package dev.gristmill.boot;

import dev.gristmill.model.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says why a kernel did not pass: the reason first, then what it rests on, then what may help. */
final class Diagnosis {
    private static final int KILLED = 128;
    private static final String OTHER_KERNEL = "version magic";
    /** What QEMU says of it, and Cloud Hypervisor up to 46 and from 48. */
    private static final List<String> NO_NOTE =
            List.of("without PVH ELF Note", "KernelMissingPvhHeader", "Kernel lacks PVH header");

    private final Candidate candidate;
    private final Machine machine;
    private final Observation seen;
    private final List<CheckResult> failed;

    private Diagnosis(Candidate candidate, Machine machine, Observation seen, List<CheckResult> failed) {
        this.candidate = candidate;
        this.machine = machine;
        this.seen = seen;
        this.failed = failed;
    }

    static Optional<Problem> of(Candidate candidate, Machine machine, Observation seen, List<CheckResult> results) {
        var failed = results.stream().filter(CheckResult::failed).toList();
        if (failed.isEmpty()) {
            return Optional.empty();
        }
        var problem = new Diagnosis(candidate, machine, seen, failed).problem();
        return Optional.of(problem.with("log", seen.log().toString()));
    }

    private Problem problem() {
        if (seen.ending() == Observation.Ending.EXITED && seen.status() != 0) {
            return emulatorFailed();
        }
        if (seen.worst().isPresent()) {
            return trouble(seen.worst().get());
        }
        if (seen.first().isEmpty()) {
            return nothingHeard();
        }
        return seen.first().isDone() ? checksFailed() : diedOnTheWay();
    }

    private Problem emulatorFailed() {
        var said = String.join("\n", seen.emulator());
        if (NO_NOTE.stream().anyMatch(said::contains)) {
            return told("the boot file has no PVH entry").found(said).remedy("set CONFIG_PVH=y");
        }
        return seen.status() > KILLED
                ? told(machine.runner() + " was killed by signal " + (seen.status() - KILLED))
                        .found(orElse(said, "no message"))
                        .remedy("see whether the machine is short of memory, and try again")
                : told(machine.runner() + " ended with status " + seen.status()).found(orElse(said, "no message"));
    }

    private Problem trouble(Trouble trouble) {
        var trace = String.join("\n", seen.trace());
        return switch (trouble) {
            case PANIC, NO_INIT -> panic(trace);
            case OOPS -> told("the kernel reported an oops").found(trace);
            case BUG -> told("the kernel reported a BUG").found(trace);
            case WARNING -> told("the kernel warned").found(trace);
            case STALL -> told("the kernel reported that something is stuck").found(trace);
            case TRACE -> told("the kernel printed a call trace").found(trace);
        };
    }

    private Problem panic(String trace) {
        if (trace.contains("Unable to mount root fs")) {
            return told("the kernel panicked since it did not unpack its initramfs")
                    .found(trace)
                    .remedy("set CONFIG_BLK_DEV_INITRD=y");
        }
        if (trace.contains("No working init found") || trace.contains("Requested init ")) {
            return told("the kernel panicked since it cannot run init")
                    .found(trace)
                    .remedy("set CONFIG_BINFMT_ELF=y");
        }
        if (trace.contains("Attempted to kill init")) {
            return told("the kernel panicked since init died").found(trace);
        }
        return told("the kernel panicked").found(trace);
    }

    private Problem nothingHeard() {
        if (!seen.lastLines().isEmpty()) {
            return told("the kernel hung before init, or init was not heard")
                    .found(lastLines())
                    .remedy(waysRemedy());
        }
        return told("the kernel said nothing, neither over its console nor through its disk")
                .remedy("the file may be no kernel for this machine; else " + waysRemedy());
    }

    private Problem diedOnTheWay() {
        return told("init stopped in the middle of its checks")
                .expected("a report to its end")
                .found("after " + seen.first().size() + " lines:\n" + lastLines());
    }

    private Problem checksFailed() {
        if (seen.first().number("virtio-devices").orElse(1) == 0) {
            return told("the guest sees no virtio device at all")
                    .found(failures())
                    .remedy("set " + machine.transportOptions());
        }
        var options = failed.stream()
                .map(result -> result.check().options())
                .filter(text -> !text.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
        var names = failed.stream().map(result -> result.check().id()).collect(Collectors.joining(", "));
        var problem = told(names + " failed")
                .expected(
                        failed.stream().map(result -> result.check().promise()).collect(Collectors.joining("\n")))
                .found(failures());
        var withKernel = seen.duringChecks().isEmpty()
                ? problem
                : problem.with("console", String.join("\n", seen.duringChecks()));
        if (seen.duringChecks().stream().anyMatch(line -> line.contains(OTHER_KERNEL))) {
            return withKernel.remedy("the modules are of another kernel: build kernel and modules together");
        }
        if (failed.stream().anyMatch(result -> result.check() == Check.CONSOLE)) {
            return withKernel.remedy("set " + machine.consoleOptions());
        }
        return options.isEmpty() ? withKernel : withKernel.remedy("see that these are set: " + options);
    }

    private String failures() {
        return failed.stream()
                .map(result -> result.check().id() + ": " + orElse(result.detail(), "failed"))
                .collect(Collectors.joining("\n"));
    }

    private String lastLines() {
        return orElse(String.join("\n", seen.lastLines()), "nothing");
    }

    private String waysRemedy() {
        return "set " + machine.consoleOptions() + " to be heard over the console, " + machine.transportOptions()
                + " and CONFIG_VIRTIO_BLK=y to be heard through the disk";
    }

    private Problem told(String reason) {
        return Problem.of(candidate.name() + " " + candidate.architecture() + " does not pass on "
                + machine.description() + " for " + machine.vmm() + ": " + reason);
    }

    private static String orElse(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }
}
