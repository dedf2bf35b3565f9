package dev.gristmill.boot;

import dev.gristmill.process.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of one machine. Standard output carries the console; standard error what QEMU itself says, and the
 * serial port where that is not the console.
 */
final class QemuCommand {
    static final String MAC = "52:54:00:67:6d:01";
    /** Of the guest; QEMU's user-mode network hands what goes to {@link #HOST} to this machine's loopback. */
    static final String ADDRESS = "10.0.2.15";

    static final String HOST = "10.0.2.2";
    /** An instruction of a counted machine takes two to the power of this nanoseconds. */
    static final int COUNTED_SHIFT = 1;

    private QemuCommand() {}

    /**
     * What differs from boot to boot.
     *
     * @param parameters on the kernel's command line, behind those of the machine; may be empty
     * @param disks that are attached
     * @param monitor where on the loopback device QEMU finds its {@link QemuMonitor}; 0 for none
     * @param interactive whether the console is a terminal, where Ctrl-a x ends the machine
     */
    record Setup(Path kernel, Path initramfs, String parameters, List<Disk> disks, int monitor, boolean interactive) {}

    static Command of(QemuMachine machine, Setup setup, Acceleration acceleration, Path directory) {
        var argv = new ArrayList<String>();
        argv.add(machine.program());
        add(argv, "-machine", machine.model());
        addProcessor(argv, machine, acceleration);
        add(argv, "-m", Integer.toString(Machine.MEMORY_MIB));
        add(argv, "-smp", "1");
        argv.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none"));
        add(argv, "-kernel", setup.kernel().toString());
        add(argv, "-initrd", setup.initramfs().toString());
        add(argv, "-append", (machine.commandLine() + " " + setup.parameters()).strip());
        addConsole(argv, machine, setup.interactive());
        setup.disks().forEach(disk -> addDisk(argv, machine, disk));
        add(argv, "-netdev", "user,id=net");
        add(argv, "-device", machine.transport().model("net") + ",netdev=net,mac=" + MAC);
        add(argv, "-device", machine.transport().model("rng"));
        add(argv, "-device", machine.transport().model("balloon"));
        if (machine == QemuMachine.MICROVM) {
            add(argv, "-device", "i8042");
        }
        if (setup.monitor() != 0) {
            add(argv, "-chardev", "socket,id=monitor,host=127.0.0.1,port=" + setup.monitor());
            add(argv, "-mon", "chardev=monitor,mode=control");
        }
        return Command.of(directory, argv.toArray(String[]::new));
    }

    private static void addProcessor(List<String> argv, QemuMachine machine, Acceleration acceleration) {
        boolean kvm = acceleration == Acceleration.KVM;
        add(argv, "-accel", kvm ? "kvm" : "tcg");
        add(argv, "-cpu", kvm ? "host" : emulatedProcessor(machine));
        if (acceleration == Acceleration.COUNTED) {
            add(argv, "-icount", "shift=" + COUNTED_SHIFT);
        }
    }

    private static String emulatedProcessor(QemuMachine machine) {
        return switch (machine.architecture()) {
            case X86_64 -> "max";
            case ARM64 -> "cortex-a57";
        };
    }

    private static void addConsole(List<String> argv, QemuMachine machine, boolean interactive) {
        add(argv, "-chardev", "stdio,id=console,signal=off" + (interactive ? ",mux=on" : ""));
        switch (machine.console()) {
            case SERIAL -> add(argv, "-serial", "chardev:console");
            case VIRTIO -> {
                if (!interactive) {
                    add(argv, "-chardev", "file,id=serial,path=/dev/stderr");
                    add(argv, "-serial", "chardev:serial");
                }
                add(argv, "-device", machine.transport().model("serial"));
                add(argv, "-device", "virtconsole,chardev=console");
            }
        }
    }

    private static void addDisk(List<String> argv, QemuMachine machine, Disk disk) {
        // A comma in a value is written twice.
        var file = disk.file().toString().replace(",", ",,");
        var access = disk.readOnly() ? "on" : "off";
        add(argv, "-drive", "if=none,format=raw,id=" + disk.serial() + ",readonly=" + access + ",file=" + file);
        add(argv, "-device", machine.transport().model("blk") + ",drive=" + disk.serial() + ",serial=" + disk.serial());
    }

    private static void add(List<String> argv, String option, String value) {
        argv.add(option);
        argv.add(value);
    }
}
