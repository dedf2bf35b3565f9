package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KvmProbeTest {
    @TempDir
    Path folder;

    @Test
    void bootsNothingWhereThereIsNoDevice() throws Exception {
        var probe = new KvmProbe(folder.resolve("kvm"));
        assertThat(probe.trouble(() -> {
                    throw new AssertionError("booted");
                }))
                .hasValue("there is no " + folder.resolve("kvm"));
    }

    @Test
    void sayWhatQemuSaidOfAKvmThatRunsNothing() throws Exception {
        var device = Files.createFile(folder.resolve("kvm"));
        var said = seen(new Report(), List.of("qemu-system-x86_64: error: failed to set MSR"));
        assertThat(new KvmProbe(device).trouble(() -> said))
                .hasValue("KVM does not run a guest here: qemu-system-x86_64: error: failed to set MSR");
        assertThat(new KvmProbe(device).trouble(() -> seen(new Report(), List.of())))
                .hasValue("KVM does not run a guest here: QEMU's was not heard of");
    }

    @Test
    void bootsOnceAndKnowsFromThenOn() throws Exception {
        var probe = new KvmProbe(Files.createFile(folder.resolve("kvm")));
        var boots = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            assertThat(probe.trouble(() -> {
                        boots.incrementAndGet();
                        return seen(ReportLines.parsed("fact start 1"), List.of());
                    }))
                    .isEmpty();
        }
        assertThat(boots).hasValue(1);
    }

    private static Observation seen(Report first, List<String> emulator) {
        return new Observation(
                first,
                new Report(),
                0,
                Observation.Ending.SILENT,
                -1,
                emulator,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                false,
                0,
                0,
                Optional.empty(),
                Path.of("log"));
    }
}
