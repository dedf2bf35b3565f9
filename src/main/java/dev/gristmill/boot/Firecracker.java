package dev.gristmill.boot;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Vmm;

/**
 * Firecracker itself. It ends when its guest reboots, and has no network device here, since that takes a tap device which
 * only the administrator can make.
 *
 * @param architecture that of the host
 */
public record Firecracker(VmmBinary binary, Architecture architecture) implements Machine {

    @Override
    public Vmm vmm() {
        return Vmm.FIRECRACKER;
    }

    @Override
    public String id() {
        return vmm().id();
    }

    @Override
    public String description() {
        return binary.version() + ", virtio-mmio";
    }

    @Override
    public String runner() {
        return "Firecracker";
    }

    @Override
    public String prefix() {
        return "";
    }

    /** The console is an 8250 on arm64 too. */
    @Override
    public String commandLine() {
        return "console=ttyS0 reboot=k panic=0 pci=off";
    }

    @Override
    public boolean hasTheVmmsConsole() {
        return true;
    }

    /** On arm64 through PSCI; there is no such thing on x86_64. */
    @Override
    public boolean powersOff() {
        return architecture == Architecture.ARM64;
    }

    @Override
    public boolean startsAgain() {
        return false;
    }

    @Override
    public boolean hasNetwork() {
        return false;
    }

    @Override
    public boolean hasVsock() {
        return true;
    }

    @Override
    public String consoleOptions() {
        return switch (architecture) {
            case X86_64 -> "CONFIG_SERIAL_8250_CONSOLE=y";
            case ARM64 -> "CONFIG_SERIAL_8250_CONSOLE=y, CONFIG_SERIAL_OF_PLATFORM=y";
        };
    }

    /** Since 1.8 devices are described by ACPI on x86_64, before on the command line. */
    @Override
    public String transportOptions() {
        return switch (architecture) {
            case X86_64 -> "CONFIG_VIRTIO_MMIO=y, CONFIG_VIRTIO_MMIO_CMDLINE_DEVICES=y, CONFIG_ACPI=y";
            case ARM64 -> "CONFIG_VIRTIO_MMIO=y";
        };
    }
}
