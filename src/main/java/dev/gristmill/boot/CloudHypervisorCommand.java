package dev.gristmill.boot;

import dev.gristmill.process.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Cloud Hypervisor's command line. Standard output carries the serial port, standard error what the program itself says.
 *
 * @see <a href="https://github.com/cloud-hypervisor/cloud-hypervisor/tree/main/docs">its documents</a>
 */
final class CloudHypervisorCommand {
    private CloudHypervisorCommand() {}

    /** @param api the name of the Unix socket of its interface, in that folder */
    static Command of(CloudHypervisor machine, Launch.Parts parts, String api, Path folder) {
        var argv = new ArrayList<String>();
        argv.add(machine.binary().program().toString());
        add(argv, "--api-socket", api);
        add(argv, "--cpus", "boot=1");
        add(argv, "--memory", "size=" + Machine.MEMORY_MIB + "M");
        add(argv, "--kernel", parts.kernel().toString());
        add(argv, "--initramfs", parts.initramfs().toString());
        add(argv, "--cmdline", parts.commandLine(machine));
        add(argv, "--serial", "tty");
        add(argv, "--console", "off");
        argv.add("--disk"); // once, with a value for each
        parts.disks().forEach(disk -> argv.add(value(disk)));
        add(argv, "--rng", "src=/dev/urandom");
        add(argv, "--balloon", "size=0");
        add(argv, "--vsock", "cid=" + FirecrackerConfig.GUEST_CID + ",socket=" + Launch.VSOCK);
        return Command.of(folder, argv.toArray(String[]::new));
    }

    /** A comma would end the path, unless it is in quotes. */
    private static String value(Disk disk) {
        var file = disk.file().toString();
        return "path=" + (file.contains(",") ? '"' + file + '"' : file) + ",readonly="
                + (disk.readOnly() ? "on" : "off");
    }

    private static void add(List<String> argv, String option, String value) {
        argv.add(option);
        argv.add(value);
    }
}
