package dev.gristmill.boot;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that is looked at when a kernel boots. Those that run inside are functions of the guest's init of the same
 * name; the others are judged from what the guest and its machine did.
 */
public enum Check {
    RELEASE(Side.HOST, "the kernel release is that of the image"),
    ARCHITECTURE(Side.HOST, "the machine is of the image's architecture"),
    COMMAND_LINE(Side.HOST, "/proc/cmdline begins with what the machine was given"),
    MEMORY(Side.HOST, "a machine of 128 MiB leaves enough of it to programs"),
    CONSOLE(Side.HOST, "what init writes to the console arrives"),
    QUIET(Side.HOST, "no panic, oops, BUG, WARNING or call trace"),
    REBOOT(Side.HOST, "a reboot starts the kernel anew"),
    POWER_OFF(Side.HOST, "a power-off ends the machine"),

    BLOCK(Side.GUEST, "a disk is read and written", "CONFIG_VIRTIO_BLK=y"),
    NETWORK(Side.GUEST, "the network device is there and packets pass both ways", "CONFIG_VIRTIO_NET=y, CONFIG_INET=y"),
    VSOCK(Side.GUEST, "the vsock family and its virtio transport are there", "CONFIG_VIRTIO_VSOCKETS=y"),
    ENTROPY(Side.GUEST, "the entropy device gives randomness", "CONFIG_HW_RANDOM_VIRTIO=y"),
    BALLOON(Side.GUEST, "the balloon gives memory back to the host", "CONFIG_VIRTIO_BALLOON=y"),
    DEVTMPFS(Side.GUEST, "devtmpfs holds devices", "CONFIG_DEVTMPFS=y"),
    TMPFS(Side.GUEST, "tmpfs keeps a file", "CONFIG_TMPFS=y, CONFIG_SHMEM=y"),
    EXT4(Side.GUEST, "an ext4 disk is mounted", "CONFIG_EXT4_FS=y"),
    SQUASHFS(Side.GUEST, "a squashfs disk is mounted", "CONFIG_SQUASHFS=y, CONFIG_SQUASHFS_ZLIB=y"),
    OVERLAY(Side.GUEST, "an overlay above a disk is written", "CONFIG_OVERLAY_FS=y", "ext4"),
    CGROUP2(
            Side.GUEST,
            "a control group has its controllers",
            "CONFIG_CGROUPS=y, CONFIG_MEMCG=y, CONFIG_CGROUP_PIDS=y, CONFIG_BLK_CGROUP=y, CONFIG_CPUSETS=y,"
                    + " CONFIG_CGROUP_SCHED=y",
            "memory pids io cpu cpuset"),
    NAMESPACES(
            Side.GUEST,
            "each kind of namespace can be entered",
            "CONFIG_NAMESPACES=y and its UTS_NS, IPC_NS, USER_NS, PID_NS, NET_NS, TIME_NS",
            "mnt uts ipc pid net user time cgroup"),
    SECCOMP(Side.GUEST, "a filtered system call fails", "CONFIG_SECCOMP=y"),
    BPF(Side.GUEST, "a BPF map keeps a value, a program is accepted", "CONFIG_BPF_SYSCALL=y"),
    MODULES(Side.GUEST, "modules of the modules image are inserted", "CONFIG_MODULES=y");

    private enum Side {
        HOST,
        GUEST
    }

    private final Side side;
    private final String promise;
    private final String options;
    private final String arguments;

    Check(Side side, String promise) {
        this(side, promise, "", "");
    }

    Check(Side side, String promise, String options) {
        this(side, promise, options, "");
    }

    Check(Side side, String promise, String options, String arguments) {
        this.side = side;
        this.promise = promise;
        this.options = options;
        this.arguments = arguments;
    }

    /** Its name in the guest, in promises and in documents. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What holds when it passes. */
    public String promise() {
        return promise;
    }

    /** The kernel options it stands on, for advice; empty if it stands on none in particular. */
    String options() {
        return options;
    }

    /** What follows its name in the guest's orders whatever the machine. */
    String arguments() {
        return arguments;
    }

    boolean isInside() {
        return side == Side.GUEST;
    }

    static Optional<Check> named(String id) {
        return Arrays.stream(values()).filter(check -> check.id().equals(id)).findFirst();
    }
}
