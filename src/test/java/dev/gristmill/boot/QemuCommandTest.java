package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Vmm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QemuCommandTest {
    private static final List<Disk> DISKS = List.of(
            new Disk("scratch", Path.of("/w/scratch.img"), false), new Disk("ext4", Path.of("/w/a,b.img"), true));

    @Test
    void everyVmmHasAMachineOnEveryArchitecture() {
        for (var vmm : Vmm.values()) {
            for (var architecture : Architecture.values()) {
                assertThat(QemuMachine.standingFor(vmm, architecture))
                        .isNotEmpty()
                        .allMatch(m -> m.vmm() == vmm && m.architecture() == architecture);
            }
        }
    }

    @Test
    void standsForFirecrackerWithoutAcpiOrPci() {
        assertThat(line(QemuMachine.MICROVM))
                .startsWith("qemu-system-x86_64 -machine microvm,acpi=off -accel tcg ")
                .contains("-append console=ttyS0 reboot=k panic=0 pci=off -")
                .contains("-chardev stdio,id=console,signal=off -serial chardev:console")
                .contains("-device i8042") // what its reboot=k goes through
                .contains("-device virtio-blk-device,drive=scratch,serial=scratch")
                .contains("-device virtio-net-device,netdev=net,mac=52:54:00:67:6d:01")
                .doesNotContain("-pci");
    }

    @Test
    void standsForCloudHypervisorWithPciOnlyAndAVirtioConsole() {
        assertThat(line(QemuMachine.Q35))
                .startsWith("qemu-system-x86_64 -machine q35 ")
                .contains("-device virtio-serial-pci -device virtconsole,chardev=console")
                .contains("-chardev file,id=serial,path=/dev/stderr -serial chardev:serial")
                .contains("-device virtio-blk-pci,drive=ext4,serial=ext4")
                .doesNotContain("virtio-blk-device");
        assertThat(line(QemuMachine.VIRT_PCI))
                .startsWith("qemu-system-aarch64 -machine virt ")
                .contains("-append console=ttyAMA0 console=hvc0 panic=0 -");
    }

    @Test
    void standsForFirecrackerOnArmWithDevicesOnTheMemoryBus() {
        assertThat(line(QemuMachine.VIRT_MMIO))
                .startsWith("qemu-system-aarch64 -machine virt -accel tcg -cpu cortex-a57 ")
                .contains("-device virtio-rng-device")
                .contains("-device virtio-balloon-device")
                .doesNotContain("-pci");
    }

    @ParameterizedTest
    @EnumSource
    void startsWithNothingThatWasNotAskedFor(QemuMachine machine) {
        assertThat(line(machine))
                .contains("-m 128 ")
                .contains("-nodefaults -no-user-config -display none")
                .contains("-kernel /w/vmlinux -initrd /w/initramfs");
    }

    @ParameterizedTest
    @EnumSource
    void writesOnlyToTheScratchDisk(QemuMachine machine) {
        assertThat(line(machine))
                .contains("id=scratch,readonly=off,file=/w/scratch.img ")
                .contains("id=ext4,readonly=on,file=/w/a,,b.img ");
    }

    @Test
    void takesTheHostsProcessorUnderKvm() {
        assertThat(String.join(
                        " ", command(QemuMachine.MICROVM, Acceleration.KVM).argv()))
                .contains("-accel kvm -cpu host");
    }

    @Test
    void countsInstructionsWhereAsked() {
        assertThat(String.join(
                        " ", command(QemuMachine.Q35, Acceleration.COUNTED).argv()))
                .contains("-accel tcg -cpu max -icount shift=1 ");
        assertThat(line(QemuMachine.Q35)).doesNotContain("icount");
    }

    @Test
    void givesTheKernelFurtherParametersBehindThoseOfItsMachine() {
        assertThat(line(QemuMachine.MICROVM, setup("initcall_debug", 0, false)))
                .contains("-append console=ttyS0 reboot=k panic=0 pci=off initcall_debug -");
    }

    @Test
    void hasQemuConnectToTheMonitorAndNotListenItself() {
        assertThat(line(QemuMachine.Q35, setup("", 4711, false)))
                .contains("-chardev socket,id=monitor,host=127.0.0.1,port=4711 -mon chardev=monitor,mode=control")
                .doesNotContain("server");
    }

    @ParameterizedTest
    @EnumSource
    void letsTheTerminalLeaveAnInteractiveConsole(QemuMachine machine) {
        assertThat(line(machine, setup("", 0, true)))
                .contains("-chardev stdio,id=console,signal=off,mux=on ")
                .doesNotContain("/dev/stderr")
                .doesNotContain("-mon ");
    }

    private static String line(QemuMachine machine, QemuCommand.Setup setup) {
        return String.join(
                        " ",
                        QemuCommand.of(machine, setup, Acceleration.EMULATION, Path.of("/w"))
                                .argv())
                + " ";
    }

    private static String line(QemuMachine machine) {
        return String.join(" ", command(machine, Acceleration.EMULATION).argv()) + " ";
    }

    private static dev.gristmill.process.Command command(QemuMachine machine, Acceleration acceleration) {
        return QemuCommand.of(machine, setup("", 0, false), acceleration, Path.of("/w"));
    }

    private static QemuCommand.Setup setup(String parameters, int monitor, boolean interactive) {
        return new QemuCommand.Setup(
                Path.of("/w/vmlinux"), Path.of("/w/initramfs"), parameters, DISKS, monitor, interactive);
    }
}
