package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Architecture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloudHypervisorCommandTest {
    @Test
    void bootsTheKernelThatItWasGivenWithItsSerialPortOnStandardOutput() {
        assertThat(argv(Architecture.X86_64))
                .containsExactly(
                        "/opt/cloud-hypervisor",
                        "--api-socket",
                        "api",
                        "--cpus",
                        "boot=1",
                        "--memory",
                        "size=128M",
                        "--kernel",
                        "/w/vmlinux",
                        "--initramfs",
                        "/w/initramfs",
                        "--cmdline",
                        "console=ttyS0 panic=0",
                        "--serial",
                        "tty",
                        "--console",
                        "off",
                        "--disk",
                        "path=/w/scratch.img,readonly=off",
                        "path=\"/w/a,b.img\",readonly=on",
                        "--rng",
                        "src=/dev/urandom",
                        "--balloon",
                        "size=0",
                        "--vsock",
                        "cid=3,socket=vsock");
    }

    @Test
    void speaksOverThePl011OfArm() {
        assertThat(argv(Architecture.ARM64)).contains("console=ttyAMA0 panic=0").doesNotContain("--net");
    }

    private static List<String> argv(Architecture architecture) {
        var machine = StandIns.cloudHypervisor(Path.of("/opt/cloud-hypervisor"), architecture);
        var parts = StandIns.parts(
                new Disk("scratch", Path.of("/w/scratch.img"), false), new Disk("ext4", Path.of("/w/a,b.img"), true));
        return CloudHypervisorCommand.of(machine, parts, "api", Path.of("/w")).argv();
    }
}
