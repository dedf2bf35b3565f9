package dev.gristmill.boot;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import dev.gristmill.store.Store;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A machine whose console is the user's terminal, with the host's static busybox in it. Nothing is checked. */
public final class RescueShell {
    private static final String INIT = """
            #!/bin/busybox sh
            /bin/busybox mkdir -p /bin /sbin /usr/bin /usr/sbin /proc /sys /dev /tmp
            /bin/busybox --install -s
            mount -t proc proc /proc
            mount -t sysfs sys /sys
            mount -t devtmpfs dev /dev 2>/dev/null
            export PATH=/bin:/sbin:/usr/bin:/usr/sbin HOME=/ PS1='gristmill# '
            echo "Linux $(uname -r) on $(uname -m). Ctrl-a x leaves."
            setsid cttyhack sh
            poweroff -f
            """;

    private static final Path STANDARD_INPUT = Path.of("/proc/self/fd/0");

    private static final int HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int INTERPRETER = 3; // PT_INTERP
    private static final int MOST_PROGRAM_HEADERS = 64;

    private final Store store;

    public RescueShell(Store store) {
        this.store = store;
    }

    /** @throws StepException if this host has no static busybox for that architecture; it is looked for on the PATH */
    public static Path busybox(Architecture architecture) {
        var found = Children.which("busybox");
        if (found.filter(file -> isStatic(file, architecture)).isPresent()) {
            return found.get();
        }
        throw new StepException(Problem.of("there is no static busybox for " + architecture + " guests")
                .where(Command.path())
                .expected("a program busybox for " + architecture + " that needs no libraries")
                .found(found.map(file -> file + ", which is for another machine or needs libraries")
                        .orElse("no busybox"))
                .remedy(
                        Architecture.ofThisMachine()
                                        .filter(architecture::equals)
                                        .isPresent()
                                ? "apt-get install busybox-static"
                                : "boot a kernel for this machine's architecture"));
    }

    /** Reads the ELF header and the program headers (elf(5)). */
    static boolean isStatic(Path file, Architecture architecture) {
        int machine = switch (architecture) {
            case X86_64 -> 62;
            case ARM64 -> 183;
        };
        try (var elf = new RandomAccessFile(file.toFile(), "r")) {
            var header = read(elf, 0, HEADER);
            boolean is64BitLittleEndian = header.getLong(0) << 16 == 0x010102464c457fL << 16;
            int count = header.getShort(56);
            if (!is64BitLittleEndian || header.getShort(18) != machine || count < 1 || count > MOST_PROGRAM_HEADERS) {
                return false;
            }
            var segments = read(elf, header.getLong(32), count * PROGRAM_HEADER);
            for (int i = 0; i < count; i++) {
                if (segments.getInt(i * PROGRAM_HEADER) == INTERPRETER) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static ByteBuffer read(RandomAccessFile file, long offset, int size) throws IOException {
        var bytes = new byte[size];
        if (offset < 0) {
            throw new IOException("an offset of " + offset);
        }
        file.seek(offset);
        file.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Runs until the user leaves it or the guest ends. The terminal is as before then, however the machine ended.
     *
     * @return the exit status of QEMU
     * @throws StepException if the image does not hold what it says
     */
    public int run(Candidate candidate, QemuMachine machine, Path busybox) throws InterruptedException {
        try {
            var folder = Files.createDirectories(store.temporary("shell"));
            var initramfs = folder.resolve("initramfs");
            write(initramfs, busybox);
            var setup = new QemuCommand.Setup(Prover.unpacked(candidate, folder), initramfs, "", List.of(), 0, true);
            var command = QemuCommand.of(machine, setup, Acceleration.EMULATION, folder);
            return onTerminal(command, folder);
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the machine cannot be started")
                            .where(candidate.name())
                            .found(e),
                    e);
        }
    }

    private static void write(Path initramfs, Path busybox) throws IOException {
        var init = INIT.getBytes(StandardCharsets.US_ASCII);
        try (var out = new BufferedOutputStream(Files.newOutputStream(initramfs));
                var cpio = new CpioWriter(out);
                var program = Files.newInputStream(busybox)) {
            cpio.folder("dev").characterDevice("dev/console", 5, 1);
            cpio.folder("bin").program("bin/busybox", program, Files.size(busybox));
            cpio.program("init", new ByteArrayInputStream(init), init.length);
        }
    }

    /** QEMU shares the terminal with us, so no supervisor can stand between: the kernel kills it when we are dead. */
    private static int onTerminal(Command command, Path folder) throws IOException, InterruptedException {
        var argv = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "--"));
        argv.addAll(command.argv());
        var terminal = STANDARD_INPUT.toRealPath().toString();
        var before = stty(folder, terminal, "-g");
        try {
            return Children.attached(Command.of(folder, argv.toArray(String[]::new)));
        } finally {
            if (before.isPresent()) {
                stty(folder, terminal, before.get());
            }
        }
    }

    private static Optional<String> stty(Path folder, String terminal, String settings)
            throws IOException, InterruptedException {
        var outcome = Children.collect(Command.of(folder, "stty", "-F", terminal, settings));
        return outcome.succeeded() ? outcome.output().stream().findFirst() : Optional.empty();
    }
}
