package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.boot.CheckResult.Outcome;
import dev.gristmill.boot.Observation.Ending;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JudgementTest {
    private static final List<String> FACTS = List.of(
            "fact start 1",
            "fact release 5.10.262",
            "fact machine x86_64",
            "fact uptime-us 640123",
            "fact memory-total-kib 120260",
            "fact memory-available-kib 95884",
            "fact virtio-devices 5");
    private static final String COMMAND_LINE =
            "fact cmdline console=ttyS0 reboot=k panic=0 pci=off virtio_mmio.device=512@0xfeb00e00:12";
    private static final List<String> CHECKS =
            List.of("check block ok", "check network ok", "check vsock ok", "check entropy ok", "check balloon ok");

    @Test
    void passesAKernelThatKeepsItsPromises() {
        var proof = judge(new Seen());
        assertThat(proof.failure()).isEmpty();
        assertThat(proof.passed()).isTrue();
        assertThat(outcome(proof, Check.POWER_OFF)).isEqualTo(Outcome.SKIPPED);
        assertThat(proof.results().stream().map(CheckResult::check))
                .containsExactlyElementsOf(proof.candidate().promised());
        assertThat(proof.uptimeMicros()).hasValue(640_123);
    }

    @Test
    void everyPromiseThatIsNotAnsweredFails() {
        var proof = judge(new Seen().report(List.of("fact start 1")));
        assertThat(proof.results().stream().filter(CheckResult::failed).map(CheckResult::check))
                .contains(Check.RELEASE, Check.MEMORY, Check.BLOCK, Check.NETWORK, Check.VSOCK, Check.COMMAND_LINE);
    }

    @Test
    void failsAnotherRelease() {
        assertThat(told(judge(new Seen().replace("fact release 5.10.262", "fact release 5.10.261"))))
                .contains("release failed")
                .contains("release: 5.10.261, expected 5.10.262");
    }

    @Test
    void failsAnotherCommandLine() {
        var other = new Seen().replace(COMMAND_LINE, "fact cmdline console=ttyS0 reboot=k panic=0 pci=offline");
        assertThat(outcome(judge(other), Check.COMMAND_LINE)).isEqualTo(Outcome.FAILED);
    }

    @Test
    void failsAKernelThatLeavesTooLittleMemory() {
        assertThat(told(judge(new Seen().replace("fact memory-available-kib 95884", "fact memory-available-kib 9588"))))
                .contains("memory: 117 MiB in all, 9 MiB for programs, expected at least 88 and 48");
    }

    @Test
    void believesADiskOrANetworkOnlyIfTheHostSawIt() {
        var proof = judge(new Seen().unseenByHost());
        assertThat(outcome(proof, Check.BLOCK)).isEqualTo(Outcome.FAILED);
        assertThat(outcome(proof, Check.NETWORK)).isEqualTo(Outcome.FAILED);
    }

    @Test
    void namesTheOptionsOfAFailedCheck() {
        assertThat(told(judge(
                        new Seen().replace("check vsock ok", "check vsock failed socket: error 97 EAFNOSUPPORT"))))
                .contains("does not pass on microvm,acpi=off, virtio-mmio for firecracker: vsock failed")
                .contains("vsock: socket: error 97 EAFNOSUPPORT")
                .contains("CONFIG_VIRTIO_VSOCKETS=y")
                .endsWith("log:      /logs/boot.log");
    }

    @Test
    void blamesTheTransportWhereNoDeviceIsSeen() {
        var seen = new Seen()
                .replace("fact virtio-devices 5", "fact virtio-devices 0")
                .replace("check block ok", "check block failed no disk with the serial number scratch");
        assertThat(told(judge(seen)))
                .contains("sees no virtio device at all")
                .contains("CONFIG_VIRTIO_MMIO_CMDLINE_DEVICES=y");
    }

    @Test
    void showsWhatTheKernelSaidOfAModule() {
        var line = "sunrpc: version magic '5.10.261 SMP' should be '5.10.262 SMP'";
        var seen = new Seen()
                .replace("check vsock ok", "check vsock failed error 8 ENOEXEC")
                .during(line);
        assertThat(told(judge(seen))).contains("console:  " + line).contains("the modules are of another kernel");
    }

    @Test
    void failsAWarningThatOnlyTheTaintTells() {
        var seen = new Seen().replace("fact virtio-devices 5", "fact tainted 512");
        assertThat(told(judge(seen))).contains("quiet: /proc/sys/kernel/tainted is 512");
    }

    @Test
    void forgivesATaintThatIsNoFault() {
        assertThat(judge(new Seen().replace("fact virtio-devices 5", "fact tainted 4096"))
                        .passed())
                .isTrue();
    }

    @Test
    void tellsAPanicFirst() {
        var panic = "Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)";
        var problem =
                problem(judge(new Seen().silent().trouble(Trouble.PANIC, panic).end(Ending.PANICKED, -1)));
        assertThat(problem.what()).endsWith("the kernel panicked since it did not unpack its initramfs");
        assertThat(problem.toString()).contains(panic).contains("CONFIG_BLK_DEV_INITRD=y");
    }

    @Test
    void tellsAnInitThatDied() {
        var panic = "Kernel panic - not syncing: Attempted to kill init! exitcode=0x0000000b";
        assertThat(told(judge(new Seen().silent().trouble(Trouble.PANIC, panic).end(Ending.PANICKED, -1))))
                .contains("since init died");
    }

    @Test
    void tellsAWarningOfAKernelThatOtherwiseWorks() {
        var line = "WARNING: CPU: 0 PID: 1 at net/core/x.c:1";
        assertThat(told(judge(new Seen().trouble(Trouble.WARNING, line))))
                .contains("the kernel warned")
                .contains(line);
    }

    @Test
    void tellsAHangAndWhereItStands() {
        assertThat(told(judge(
                        new Seen().silent().last("[    0.4] tsc: calibrating").end(Ending.SILENT, -1))))
                .contains("hung before init, or init was not heard")
                .contains("tsc: calibrating");
    }

    @Test
    void tellsAKernelThatNeverSaidAWord() {
        assertThat(told(judge(new Seen().silent().end(Ending.SILENT, -1))))
                .contains("said nothing, neither over its console nor through its disk")
                .contains("CONFIG_SERIAL_8250_CONSOLE=y")
                .contains("CONFIG_VIRTIO_BLK=y");
    }

    @Test
    void tellsAConsoleThatStayedSilentWhileTheDiskAnswered() {
        assertThat(told(judge(new Seen().consoleSilent())))
                .contains("console failed")
                .contains("0 of 14 lines arrived whole")
                .contains("CONFIG_SERIAL_8250_CONSOLE=y");
    }

    @Test
    void tellsWhatQemuRefused() {
        var message = "qemu-system-x86_64: Error loading uncompressed kernel without PVH ELF Note";
        assertThat(told(judge(new Seen().silent().emulator(message).end(Ending.EXITED, 1))))
                .contains("the boot file has no PVH entry")
                .contains("CONFIG_PVH=y");
    }

    @Test
    void tellsAKilledQemu() {
        assertThat(told(judge(new Seen().silent().end(Ending.EXITED, 137)))).contains("QEMU was killed by signal 9");
    }

    @Test
    void failsAKernelThatDoesNotStartASecondTime() {
        var proof = judge(new Seen().once().end(Ending.SILENT, -1));
        assertThat(outcome(proof, Check.REBOOT)).isEqualTo(Outcome.FAILED);
    }

    @Test
    void demandsAPowerOffWhereTheMachineHasOne() {
        var seen = new Seen().replace(COMMAND_LINE, "fact cmdline console=ttyS0 console=hvc0 panic=0");
        assertThat(outcome(judge(QemuMachine.Q35, seen.end(Ending.EXITED, 0)), Check.POWER_OFF))
                .isEqualTo(Outcome.PASSED);
        assertThat(outcome(judge(QemuMachine.Q35, seen.end(Ending.SILENT, -1)), Check.POWER_OFF))
                .isEqualTo(Outcome.FAILED);
    }

    private static Proof judge(Seen seen) {
        return judge(QemuMachine.MICROVM, seen);
    }

    private static Proof judge(QemuMachine machine, Seen seen) {
        var candidate = new Candidate(
                "5.10.262-tiny",
                Architecture.X86_64,
                "5.10.262",
                Path.of("layer"),
                Digest.of("kernel"),
                Optional.empty(),
                Promises.builtIn().of(List.of()));
        return Judgement.of(candidate, machine, Acceleration.EMULATION, seen.observation());
    }

    private static Outcome outcome(Proof proof, Check check) {
        return proof.results().stream()
                .filter(result -> result.check() == check)
                .findFirst()
                .orElseThrow()
                .outcome();
    }

    private static Problem problem(Proof proof) {
        return proof.failure().orElseThrow();
    }

    private static String told(Proof proof) {
        return problem(proof).toString();
    }

    /** What was seen of a kernel that does everything right, until told otherwise. */
    private static final class Seen {
        private List<String> texts = new ArrayList<>(FACTS);
        private Report second = ReportLines.parsed("fact start 2");
        private int heard = -1;
        private Ending ending = Ending.STOPPED;
        private int status = -1;
        private List<String> emulator = List.of();
        private Optional<Trouble> worst = Optional.empty();
        private List<String> trace = List.of();
        private List<String> last = List.of();
        private List<String> during = List.of();
        private boolean seenByHost = true;

        Seen() {
            texts.add(COMMAND_LINE);
            texts.addAll(CHECKS);
        }

        Seen report(List<String> lines) {
            texts = lines;
            return this;
        }

        Seen replace(String text, String by) {
            assertThat(texts).contains(text);
            texts = texts.stream().map(t -> t.equals(text) ? by : t).collect(Collectors.toList());
            return this;
        }

        Seen silent() {
            texts = List.of();
            second = new Report();
            return this;
        }

        Seen once() {
            second = new Report();
            return this;
        }

        Seen consoleSilent() {
            heard = 0;
            return this;
        }

        Seen unseenByHost() {
            seenByHost = false;
            return this;
        }

        Seen trouble(Trouble trouble, String line) {
            worst = Optional.of(trouble);
            trace = List.of(line);
            return this;
        }

        Seen during(String line) {
            during = List.of(line);
            return this;
        }

        Seen last(String line) {
            last = List.of(line);
            return this;
        }

        Seen emulator(String line) {
            emulator = List.of(line);
            return this;
        }

        Seen end(Ending how, int exitStatus) {
            ending = how;
            status = exitStatus;
            return this;
        }

        Observation observation() {
            var first = texts.isEmpty() ? new Report() : ReportLines.parsed(texts.toArray(String[]::new));
            return new Observation(
                    first,
                    second,
                    heard < 0 ? first.size() : heard,
                    ending,
                    status,
                    emulator,
                    worst,
                    trace,
                    last,
                    during,
                    seenByHost,
                    seenByHost ? 1 : 0,
                    seenByHost ? 1 : 0,
                    Optional.of(Duration.ofMillis(900)),
                    Path.of("/logs/boot.log"));
        }
    }
}
