package dev.gristmill.boot;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Vmm;

/**
 * Cloud Hypervisor itself. It has no network device here, since that takes a tap device which only the administrator can
 * make.
 *
 * @param architecture that of the host
 */
public record CloudHypervisor(VmmBinary binary, Architecture architecture) implements Machine {

    @Override
    public Vmm vmm() {
        return Vmm.CLOUD_HYPERVISOR;
    }

    @Override
    public String id() {
        return vmm().id();
    }

    @Override
    public String description() {
        return binary.version() + ", virtio-pci";
    }

    @Override
    public String runner() {
        return "Cloud Hypervisor";
    }

    @Override
    public String prefix() {
        return "";
    }

    /** The serial port, where the kernel speaks from its beginning. */
    @Override
    public String commandLine() {
        return switch (architecture) {
            case X86_64 -> "console=ttyS0 panic=0";
            case ARM64 -> "console=ttyAMA0 panic=0";
        };
    }

    @Override
    public boolean hasTheVmmsConsole() {
        return true;
    }

    @Override
    public boolean powersOff() {
        return true;
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
            case ARM64 -> "CONFIG_SERIAL_AMBA_PL011_CONSOLE=y";
        };
    }

    @Override
    public String transportOptions() {
        return switch (architecture) {
            case X86_64 -> "CONFIG_PCI=y, CONFIG_VIRTIO_PCI=y";
            case ARM64 -> "CONFIG_PCI_HOST_GENERIC=y, CONFIG_VIRTIO_PCI=y";
        };
    }
}
