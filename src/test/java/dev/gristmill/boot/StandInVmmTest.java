package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.boot.CheckResult.Outcome;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the start of a VMM's program to the verdict, with a script that is the program, and this test the guest. */
class StandInVmmTest {
    private static final List<String> CHECKS =
            List.of("check balloon ok", "check block ok", "check entropy ok", "check vsock ok what was sent came back");

    /** Longer than any of these tests waits. */
    private static final String HANG = "exec sleep 600\n";

    @TempDir
    Path folder;

    private Path run;
    private ScratchDisk disk;

    @BeforeEach
    void makeMachine() throws IOException {
        run = Files.createDirectory(folder.resolve("run"));
        disk = ScratchDisk.create(run.resolve("scratch.img"), 7);
        writeReport("first", "console=ttyS0 reboot=k panic=0 pci=off virtio_mmio.device=4K@0xd0000000:5", 1);
        Files.write(run.resolve("second"), ReportLines.report(List.of("fact start 2")));
    }

    @Test
    void startsFirecrackerAgainWhereItsGuestsRebootEndedIt() throws Exception {
        var proof = verdict(firecracker("""
                test "$3" = --config-file && grep -q '"kernel_image_path":"/w/vmlinux"' "$4" || exit 9
                test -e vsock && exit 8
                touch vsock api
                if test -e started; then cat second; else cat first; touch started; fi
                """), Architecture.X86_64, true);
        assertThat(proof.failure()).isEmpty();
        assertThat(proof.acceleration()).isEqualTo(Acceleration.KVM);
        assertThat(outcome(proof, Check.REBOOT)).isEqualTo(Outcome.PASSED);
        assertThat(outcome(proof, Check.VSOCK)).isEqualTo(Outcome.PASSED);
        assertThat(outcome(proof, Check.POWER_OFF)).isEqualTo(Outcome.SKIPPED);
        assertThat(result(proof, Check.NETWORK))
                .isEqualTo(CheckResult.skipped(Check.NETWORK, "Firecracker needs a tap device for it"));
    }

    @Test
    void letsCloudHypervisorRebootItsGuestItself() throws Exception {
        writeReport("first", "console=ttyS0 panic=0", 1);
        var program = StandIns.program(run, "cloud-hypervisor", "cat first second\n");
        var machine = StandIns.cloudHypervisor(program, Architecture.X86_64);
        var proof = judged(machine, attempt(machine, true));
        assertThat(proof.failure()).isEmpty();
        assertThat(outcome(proof, Check.POWER_OFF)).isEqualTo(Outcome.PASSED);
    }

    @Test
    void believesAConnectionOnlyIfTheHostSawIt() throws Exception {
        var proof = verdict(
                firecracker("test -e started && exec cat second; touch started; cat first\n"),
                Architecture.X86_64,
                false);
        assertThat(outcome(proof, Check.VSOCK)).isEqualTo(Outcome.FAILED);
        assertThat(result(proof, Check.VSOCK).detail()).isEqualTo("no connection of the guest came to the host");
    }

    @Test
    void failsAGuestThatDoesNotReboot() throws Exception {
        var proof = verdict(firecracker("cat first\necho $$ > pid\n" + HANG), Architecture.X86_64, true);
        assertThat(outcome(proof, Check.REBOOT)).isEqualTo(Outcome.FAILED);
        assertThat(isRunning()).isFalse();
    }

    @Test
    void cutsAVmmThatSaysNothing() throws Exception {
        var proof = verdict(firecracker("echo $$ > pid\n" + HANG), Architecture.X86_64, false);
        assertThat(proof.failure().orElseThrow().toString()).contains("the kernel said nothing");
        assertThat(isRunning()).isFalse();
    }

    @Test
    void tellsWhatTheProgramSaidOfItsFailure() throws Exception {
        var proof = verdict(firecracker("echo 'Error: Kvm(Error(13))' >&2; exit 1\n"), Architecture.X86_64, false);
        assertThat(proof.failure().orElseThrow().toString())
                .contains("does not pass on Firecracker v1.2.3, virtio-mmio for firecracker")
                .contains("Firecracker ended with status 1")
                .contains("Error: Kvm(Error(13))");
    }

    @Test
    void tellsThatTheProgramWasKilled() throws Exception {
        var proof = verdict(firecracker("kill -9 $$\n"), Architecture.X86_64, false);
        assertThat(proof.failure().orElseThrow().toString()).contains("Firecracker was killed by signal 9");
    }

    @Test
    void tellsThePanicOfAKernelOnItsConsole() throws Exception {
        var proof = verdict(
                firecracker("echo '[    0.1] Kernel panic - not syncing: oh'\necho $$ > pid\n" + HANG),
                Architecture.X86_64,
                false);
        assertThat(proof.failure().orElseThrow().toString()).contains("the kernel panicked");
        assertThat(isRunning()).isFalse();
    }

    @Test
    void leavesNoVmmWhenItIsInterrupted() throws Exception {
        var machine = firecracker("echo $$ > pid\n" + HANG).apply(Architecture.X86_64);
        var attempting = new FutureTask<>(() -> attempt(machine, false, Limits.USUAL));
        var thread = Thread.ofPlatform().daemon().start(attempting);
        while (!Files.exists(run.resolve("pid")) || Files.size(run.resolve("pid")) == 0) {
            assertThat(attempting.isDone()).isFalse();
            Thread.sleep(10);
        }
        thread.interrupt();
        assertThatThrownBy(attempting::get).hasCauseInstanceOf(InterruptedException.class);
        assertThat(isRunning()).isFalse();
    }

    private interface OnArchitecture {
        Machine apply(Architecture architecture);
    }

    private OnArchitecture firecracker(String body) throws IOException {
        var program = StandIns.program(run, "firecracker", body);
        return architecture -> StandIns.firecracker(program, architecture);
    }

    private Proof verdict(OnArchitecture of, Architecture architecture, boolean connects) throws Exception {
        var machine = of.apply(architecture);
        return judged(machine, attempt(machine, connects));
    }

    private Observation attempt(Machine machine, boolean connects) throws Exception {
        return attempt(machine, connects, new Limits(Duration.ofSeconds(2), Duration.ofMinutes(1)));
    }

    private Observation attempt(Machine machine, boolean connects, Limits limits) throws Exception {
        var parts = StandIns.parts(disk.asDisk());
        var orders = new Orders(ReportLines.TOKEN, new TreeMap<>(), List.of("scratch"), machine.powersOff());
        try (var echoes = Echoes.open(machine, run, ReportLines.TOKEN);
                var log = new ConsoleLog(folder.resolve("boot.log"), ReportLines.TOKEN, machine.prefix());
                var launch = Launch.of(machine, parts, Acceleration.KVM, run)) {
            answerOnDisk();
            if (connects) {
                connect();
            }
            return new Attempt(launch, orders, disk, echoes, log, limits).run();
        }
    }

    private static Proof judged(Machine machine, Observation seen) {
        var candidate = new Candidate(
                "5.10.262-tiny",
                machine.architecture(),
                "5.10.262",
                Path.of("layer"),
                Digest.of("kernel"),
                Optional.empty(),
                Promises.builtIn().of(List.of()));
        return Judgement.of(candidate, machine, Acceleration.KVM, seen);
    }

    private void writeReport(String file, String commandLine, int start) throws IOException {
        var texts = new ArrayList<>(List.of(
                "fact start " + start,
                "fact release 5.10.262",
                "fact machine x86_64",
                "fact uptime-us 640123",
                "fact memory-total-kib 120260",
                "fact memory-available-kib 95884",
                "fact virtio-devices 5",
                "fact cmdline " + commandLine));
        texts.addAll(CHECKS);
        Files.write(run.resolve(file), ReportLines.report(texts));
    }

    /** As the guest does. */
    private void answerOnDisk() throws IOException {
        try (var file = new RandomAccessFile(run.resolve("scratch.img").toFile(), "rw")) {
            var pattern = new byte[64 << 10];
            file.readFully(pattern);
            for (int i = 0; i < pattern.length; i++) {
                pattern[i] = (byte) ~pattern[i];
            }
            file.seek(1 << 20);
            file.write(pattern);
        }
    }

    /** As the VMM does for its guest. */
    private void connect() throws IOException {
        try (var guest = SocketChannel.open(UnixDomainSocketAddress.of(run.resolve("vsock_" + VsockEcho.PORT)))) {
            guest.write(ByteBuffer.wrap(ReportLines.TOKEN.getBytes(StandardCharsets.US_ASCII)));
            while (guest.read(ByteBuffer.allocate(64)) >= 0) {
                // until the host hangs up, which is after it counted
            }
        }
    }

    private boolean isRunning() throws IOException {
        long pid = Long.parseLong(Files.readString(run.resolve("pid")).strip());
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static CheckResult result(Proof proof, Check check) {
        return proof.results().stream()
                .filter(result -> result.check() == check)
                .findFirst()
                .orElseThrow();
    }

    private static Outcome outcome(Proof proof, Check check) {
        return result(proof, check).outcome();
    }
}
