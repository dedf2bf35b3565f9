package dev.gristmill.boot;

import dev.gristmill.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A machine that is ready to be started.
 *
 * @param sockets what the program makes and has to find gone at its next start
 */
record Launch(Machine machine, Command command, Monitor monitor, List<Path> sockets) implements AutoCloseable {
    /** What a VMM is told of the Unix socket of its vsock; a relative name, since the whole may be no longer than 107 bytes. */
    static final String VSOCK = "vsock";

    private static final String API = "api";

    /**
     * What a machine is made of.
     *
     * @param parameters on the kernel's command line, behind those of the machine; may be empty
     * @param disks in the order in which the guest sees them
     */
    record Parts(Path kernel, Path initramfs, String parameters, List<Disk> disks) {
        String commandLine(Machine machine) {
            return (machine.commandLine() + " " + parameters).strip();
        }
    }

    /**
     * @param acceleration for QEMU; a VMM always runs on KVM
     * @param folder of this machine alone, where the program runs
     */
    static Launch of(Machine machine, Parts parts, Acceleration acceleration, Path folder) throws IOException {
        return switch (machine) {
            case QemuMachine qemu -> ofQemu(qemu, parts, acceleration, folder);
            case Firecracker vmm -> ofFirecracker(vmm, parts, folder);
            case CloudHypervisor vmm -> ofCloudHypervisor(vmm, parts, folder);
        };
    }

    private static Launch ofQemu(QemuMachine machine, Parts parts, Acceleration acceleration, Path folder)
            throws IOException {
        var monitor = QemuMonitor.open();
        var setup = new QemuCommand.Setup(
                parts.kernel(), parts.initramfs(), parts.parameters(), parts.disks(), monitor.port(), false);
        return new Launch(machine, QemuCommand.of(machine, setup, acceleration, folder), monitor, List.of());
    }

    /** Its log goes to standard error, so that standard output is the console alone. */
    private static Launch ofFirecracker(Firecracker machine, Parts parts, Path folder) throws IOException {
        Files.writeString(folder.resolve("firecracker.json"), FirecrackerConfig.of(machine, parts));
        var command = Command.of(
                folder,
                machine.binary().program().toString(),
                "--api-sock",
                API,
                "--config-file",
                "firecracker.json",
                "--log-path",
                "/dev/stderr",
                "--level",
                "Warning");
        return new Launch(machine, command, VmmApi.ofFirecracker(folder.resolve(API)), sockets(folder));
    }

    private static Launch ofCloudHypervisor(CloudHypervisor machine, Parts parts, Path folder) {
        var command = CloudHypervisorCommand.of(machine, parts, API, folder);
        return new Launch(machine, command, VmmApi.ofCloudHypervisor(folder.resolve(API)), sockets(folder));
    }

    private static List<Path> sockets(Path folder) {
        return List.of(folder.resolve(API), folder.resolve(VSOCK));
    }

    /** For another start. */
    void clear() throws IOException {
        for (var socket : sockets) {
            Files.deleteIfExists(socket);
        }
    }

    @Override
    public void close() throws IOException {
        monitor.close();
    }
}
