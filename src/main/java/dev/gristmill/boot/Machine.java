package dev.gristmill.boot;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Vmm;

/** What a kernel is booted on: a machine of QEMU that stands for a VMM, or the VMM itself. */
public sealed interface Machine permits QemuMachine, Firecracker, CloudHypervisor {
    /** Of every machine. */
    int MEMORY_MIB = 128;

    /** What the guest's balloon is asked to give back. */
    int BALLOON_KIB = 8 << 10;

    Vmm vmm();

    Architecture architecture();

    /** Tells it from the other machines that boot the same kernel; the name of its proof in the store. */
    String id();

    /** What it is and how its devices are reached, for people: {@code virt, virtio-mmio}. */
    String description();

    /** The program that runs it, for messages. */
    String runner();

    /** How lines of standard error begin that the program itself says; empty if all of them are its own. */
    String prefix();

    /** What the kernel is given; the program may append to it. */
    String commandLine();

    /** Whether a kernel that has a console for the VMM has one here. */
    boolean hasTheVmmsConsole();

    /** Whether a guest can switch it off; where not, only a reboot ends it. */
    boolean powersOff();

    /** Whether a reboot starts the guest anew; where not, the program ends, and whoever started it does so again. */
    default boolean startsAgain() {
        return true;
    }

    /** Whether the guest has a network device. */
    default boolean hasNetwork() {
        return true;
    }

    /** Whether the guest can connect to the host over a vsock. */
    default boolean hasVsock() {
        return false;
    }

    /** The kernel options that its console stands on, for advice. */
    String consoleOptions();

    /** The kernel options that its devices stand on, for advice. */
    String transportOptions();

    /** The {@code uname -m} of a guest. */
    default String guestMachine() {
        return switch (architecture()) {
            case X86_64 -> "x86_64";
            case ARM64 -> "aarch64";
        };
    }
}
