package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleLogTest {
    @TempDir
    Path folder;

    private ConsoleLog log;

    @BeforeEach
    void open() throws IOException {
        log = new ConsoleLog(folder.resolve("logs/boot.log"), ReportLines.TOKEN, "qemu-system-");
    }

    @Test
    void takesAllOfAVmmsStandardErrorForItsOwnWords() throws IOException {
        try (var vmm = new ConsoleLog(folder.resolve("vmm.log"), ReportLines.TOKEN, "")) {
            vmm.takeSecond("Error: Kernel panic - not syncing");
            assertThat(vmm.emulator()).containsExactly("Error: Kernel panic - not syncing");
            assertThat(vmm.lastLines()).isEmpty();
            assertThat(vmm.worst()).isEmpty();
        }
    }

    @Test
    void keepsOneReportForEachStart() {
        ReportLines.report(List.of("fact start 1", "check bpf ok")).forEach(log::take);
        ReportLines.report(List.of("fact start 2")).forEach(log::take);
        assertThat(log.starts()).hasSize(2);
        assertThat(log.starts().getFirst().check(Check.BPF)).isPresent();
        assertThat(log.starts().getLast().fact("start")).contains("2");
        assertThat(log.firstAnswer()).isPresent();
    }

    @Test
    void noticesAStartWhoseFirstLineWasCutThrough() {
        ReportLines.report(List.of("fact start 1")).forEach(log::take);
        log.take("[    0.5] gristmill 0123 printk in between");
        log.take(ReportLines.line(2, "fact release 6.1.1"));
        assertThat(log.starts()).hasSize(2);
        assertThat(log.cutThrough()).isEqualTo(1);
    }

    @Test
    void keepsFewOfAKernelThatStartsForEver() {
        for (int i = 0; i < 100; i++) {
            log.take(ReportLines.line(1, "fact start 1"));
        }
        assertThat(log.starts()).hasSizeLessThan(10);
    }

    @Test
    void keepsThePanicAndWhatFollows() {
        log.take("[    0.1] all is well");
        log.take("[    0.2] Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)");
        log.take("[    0.2] Call Trace:");
        log.take("[    0.2]  panic+0x101/0x2d7");
        assertThat(log.worst()).contains(Trouble.PANIC);
        assertThat(log.trace()).hasSize(3).first().asString().contains("Unable to mount root fs");
    }

    @Test
    void theGravestTroubleCounts() {
        log.take("WARNING: CPU: 0 PID: 1 at kernel/x.c:1 f+0x1/0x2");
        log.take("Call Trace:");
        assertThat(log.worst()).contains(Trouble.WARNING);
        log.take("Oops: 0002 [#1] SMP");
        log.take("WARNING: CPU: 0 PID: 1 at kernel/x.c:1 f+0x1/0x2");
        assertThat(log.worst()).contains(Trouble.OOPS);
    }

    @Test
    void advisoryLinesAreNoTrouble() {
        for (var line : List.of(
                "[    0.0] WARNING: Spectre v2 mitigation leaves CPU vulnerable",
                "[    0.0] DEBUG: nothing",
                "[    0.0] process: using default idle",
                "[    0.1] kernel: no BUG here")) {
            log.take(line);
        }
        assertThat(log.worst()).isEmpty();
    }

    @Test
    void whatInitSaysIsNoTroubleOfTheKernel() {
        log.take(ReportLines.line(1, "check bpf failed BUG: Oops: Kernel panic - not syncing"));
        assertThat(log.worst()).isEmpty();
    }

    @Test
    void keepsQemusMessagesApart() {
        log.takeSecond("qemu-system-x86_64: Error loading uncompressed kernel without PVH ELF Note");
        log.takeSecond("[    0.1] on the serial port");
        assertThat(log.emulator())
                .containsExactly("qemu-system-x86_64: Error loading uncompressed kernel without PVH ELF Note");
        assertThat(log.lastLines()).containsExactly("[    0.1] on the serial port");
    }

    @Test
    void keepsWhatTheKernelSaidWhileInitChecked() {
        log.take("[    0.5] Run /init as init process");
        log.take(ReportLines.line(1, "fact start 1"));
        log.take("[    0.6] sunrpc: version magic '6.1.2' should be '6.1.1'");
        log.take(ReportLines.line(2, "done 1"));
        log.take("[    0.7] reboot: Restarting system");
        assertThat(log.duringChecks()).containsExactly("[    0.6] sunrpc: version magic '6.1.2' should be '6.1.1'");
    }

    @Test
    void letsNothingReachTheTerminal() throws IOException {
        log.take("\u001b[2J\u0007evil\r");
        log.close();
        assertThat(folder.resolve("logs/boot.log")).hasContent("?[2J?evil");
    }

    @Test
    void writesNoMoreThanALogMayHave() throws IOException {
        var line = "x".repeat(16_000);
        for (int i = 0; i < 1000; i++) {
            log.take(line);
        }
        log.close();
        assertThat(Files.size(folder.resolve("logs/boot.log"))).isLessThanOrEqualTo(8 << 20);
        assertThat(log.lastLines().getLast()).hasSizeLessThan(400);
    }
}
