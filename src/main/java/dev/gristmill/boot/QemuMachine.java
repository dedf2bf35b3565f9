package dev.gristmill.boot;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Vmm;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A machine of QEMU that stands for a VMM: the same transport for its devices, the same way into the kernel, the same
 * console where QEMU has it.
 *
 * <p>{@code microvm} with ACPI is not among them: under software emulation QEMU 7.2's hangs in clock calibration.
 */
public enum QemuMachine implements Machine {
    /**
     * Firecracker on x86_64 as it has been from its beginning: devices named on the command line, an i8042 that a
     * reboot goes through. Like Firecracker it has no power-off.
     */
    MICROVM(
            Vmm.FIRECRACKER,
            Architecture.X86_64,
            "microvm,acpi=off",
            Transport.MMIO,
            Console.SERIAL,
            "console=ttyS0 reboot=k panic=0 pci=off",
            true,
            false),
    /** Firecracker on arm64, but for its console: QEMU has a PL011 where Firecracker has an 8250. */
    VIRT_MMIO(
            Vmm.FIRECRACKER,
            Architecture.ARM64,
            "virt",
            Transport.MMIO,
            Console.SERIAL,
            "console=ttyAMA0 reboot=k panic=0 pci=off",
            false,
            true),
    /** Cloud Hypervisor on x86_64: PVH, ACPI, PCI. */
    Q35(
            Vmm.CLOUD_HYPERVISOR,
            Architecture.X86_64,
            "q35",
            Transport.PCI,
            Console.VIRTIO,
            "console=ttyS0 console=hvc0 panic=0",
            true,
            true),
    /** Cloud Hypervisor on arm64. */
    VIRT_PCI(
            Vmm.CLOUD_HYPERVISOR,
            Architecture.ARM64,
            "virt",
            Transport.PCI,
            Console.VIRTIO,
            "console=ttyAMA0 console=hvc0 panic=0",
            true,
            true);

    /** How devices are reached. */
    enum Transport {
        MMIO("device"),
        PCI("pci");

        private final String suffix;

        Transport(String suffix) {
            this.suffix = suffix;
        }

        /** The model of a virtio device on it, as QEMU calls it. */
        String model(String device) {
            return "virtio-" + device + "-" + suffix;
        }
    }

    /** What init's messages go to. */
    enum Console {
        /** The serial port. */
        SERIAL,
        /** A virtio console; the serial port carries the kernel's messages as well, since they begin earlier there. */
        VIRTIO
    }

    private final Vmm vmm;
    private final Architecture architecture;
    private final String model;
    private final Transport transport;
    private final Console console;
    private final String commandLine;
    private final boolean hasTheVmmsConsole;
    private final boolean powersOff;

    QemuMachine(
            Vmm vmm,
            Architecture architecture,
            String model,
            Transport transport,
            Console console,
            String commandLine,
            boolean hasTheVmmsConsole,
            boolean powersOff) {
        this.vmm = vmm;
        this.architecture = architecture;
        this.model = model;
        this.transport = transport;
        this.console = console;
        this.commandLine = commandLine;
        this.hasTheVmmsConsole = hasTheVmmsConsole;
        this.powersOff = powersOff;
    }

    /** What a kernel for that VMM and architecture is booted on. */
    public static List<QemuMachine> standingFor(Vmm vmm, Architecture architecture) {
        return Arrays.stream(values())
                .filter(machine -> machine.vmm == vmm && machine.architecture == architecture)
                .toList();
    }

    @Override
    public Vmm vmm() {
        return vmm;
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    /** The machine type as QEMU's {@code -machine} takes it. */
    public String model() {
        return model;
    }

    @Override
    public String description() {
        return model + (transport == Transport.MMIO ? ", virtio-mmio" : ", virtio-pci");
    }

    Transport transport() {
        return transport;
    }

    Console console() {
        return console;
    }

    @Override
    public String commandLine() {
        return commandLine;
    }

    @Override
    public boolean hasTheVmmsConsole() {
        return hasTheVmmsConsole;
    }

    @Override
    public boolean powersOff() {
        return powersOff;
    }

    /** The program that emulates it. */
    String program() {
        return "qemu-system-" + guestMachine();
    }

    @Override
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String runner() {
        return "QEMU";
    }

    @Override
    public String prefix() {
        return "qemu-system-";
    }

    @Override
    public String consoleOptions() {
        return switch (this) {
            case MICROVM -> "CONFIG_SERIAL_8250_CONSOLE=y";
            case VIRT_MMIO -> "CONFIG_SERIAL_AMBA_PL011_CONSOLE=y";
            case Q35, VIRT_PCI -> "CONFIG_VIRTIO_CONSOLE=y";
        };
    }

    @Override
    public String transportOptions() {
        return switch (this) {
            case MICROVM -> "CONFIG_VIRTIO_MMIO=y, CONFIG_VIRTIO_MMIO_CMDLINE_DEVICES=y";
            case VIRT_MMIO -> "CONFIG_VIRTIO_MMIO=y";
            case Q35 -> "CONFIG_PCI=y, CONFIG_VIRTIO_PCI=y";
            case VIRT_PCI -> "CONFIG_PCI_HOST_GENERIC=y, CONFIG_VIRTIO_PCI=y";
        };
    }
}
