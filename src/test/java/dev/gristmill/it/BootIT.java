package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.boot.Candidate;
import dev.gristmill.boot.Check;
import dev.gristmill.boot.CheckResult;
import dev.gristmill.boot.Limits;
import dev.gristmill.boot.Promises;
import dev.gristmill.boot.Proof;
import dev.gristmill.boot.Prover;
import dev.gristmill.boot.QemuMachine;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Folders;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tiny 5.10 kernels, and a modular one, on every machine; and kernels broken on purpose. */
class BootIT {
    private static final Map<Architecture, byte[]> KERNELS = new EnumMap<>(Architecture.class);

    @TempDir
    static Path folder;

    private static Path layout;
    private static String built;
    private static String release;
    private static Store store;

    @BeforeAll
    static void build() throws Exception {
        layout = folder.resolve("images");
        built = Gristmill.run(
                        "build",
                        "--kernel",
                        "5.10",
                        "--profile",
                        "tiny",
                        "--boot",
                        "--json",
                        "--output",
                        layout.toString())
                .mustSucceed();
        var tag = Pattern.compile("\"tag\":\"(5\\.10\\.\\d+)-tiny\"").matcher(built);
        assertThat(tag.find()).as(built).isTrue();
        release = tag.group(1);
        for (var architecture : Architecture.values()) {
            var root = unpacked("firecracker-kernel-bin:" + release + "-tiny", architecture);
            KERNELS.put(architecture, Files.readAllBytes(root.resolve("boot/vmlinux")));
        }
        store = new Store(folder.resolve("store"));
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Test
    void buildBootsWhatItBuiltOnEveryMachine() {
        for (var machine :
                List.of("microvm,acpi=off, virtio-mmio", "q35, virtio-pci", "virt, virtio-mmio", "virt, virtio-pci")) {
            assertThat(built)
                    .contains("\"machine\":\"" + machine + "\",\"acceleration\":\"emulation\",\"passed\":true");
        }
        assertThat(Pattern.compile("\"passed\":true").matcher(built).results()).hasSize(4);
        assertThat(built)
                .contains("\"name\":\"network\",\"outcome\":\"passed\"")
                .contains("\"toInitMillis\":");
    }

    @Test
    void showsOneLineForEachKernelAndVmm() throws Exception {
        var table = Gristmill.run(
                        "boot",
                        "--kernel",
                        "5.10",
                        "--profile",
                        "tiny",
                        "--arch",
                        "arm64",
                        "--vmm",
                        "cloud-hypervisor",
                        "--layout",
                        layout.toString())
                .mustSucceed();
        assertThat(table.lines().filter(line -> line.startsWith("✓")))
                .singleElement()
                .asString()
                .contains(release + "-tiny", "arm64", "cloud-hypervisor", "virt, virtio-pci");
    }

    /** {@code /dev/kvm} may be missing, be there and run nothing, or work: each is told apart, and the proof stands. */
    @Test
    void saysWhyItGoesOnWithoutKvm() throws Exception {
        var run = Gristmill.run(
                "boot", "--kvm", "--json", "--profile", "tiny", "--vmm", "firecracker", "--layout", layout.toString());
        assertThat(run.mustSucceed()).contains("\"passed\":true").doesNotContain("\"passed\":false");
        assertThat(run.mustSucceed().contains("\"acceleration\":\"kvm\""))
                .as(run.errors())
                .isNotEqualTo(run.errors().contains("; going on with software emulation"));
    }

    @Test
    void refusesToBootWhatIsNotInTheLayout() throws Exception {
        var run = Gristmill.run(
                "boot",
                "--kernel",
                "5.10",
                "--profile",
                "tiny",
                "--layout",
                folder.resolve("none").toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.errors())
                .contains("the layout does not hold the image of this kernel")
                .contains("build --output");
    }

    @Test
    void namesThePackageWhereThereIsNoQemu() throws Exception {
        var programs = linksToAllProgramsBut("qemu-system-x86_64");
        var run = Gristmill.run(
                Map.of("PATH", programs.toString()),
                "boot",
                "--kernel",
                "5.10",
                "--profile",
                "tiny",
                "--arch",
                "x86_64",
                "--layout",
                layout.toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.errors()).contains("no qemu-system-x86_64, of the package qemu-system-x86");
        Folders.delete(programs);
    }

    @Test
    void insertsTheModulesOfTheModulesImage() throws Exception {
        var images = folder.resolve("modular");
        var document = Gristmill.run(
                        "build",
                        "--kernel",
                        "5.10",
                        "--profile",
                        "microvm",
                        "--arch",
                        "x86_64",
                        "--boot",
                        "--json",
                        "--output",
                        images.toString())
                .mustSucceed();
        assertThat(document)
                .containsPattern("\"name\":\"modules\",\"outcome\":\"passed\",\"detail\":\"\\d+ inserted\"");
    }

    @Test
    void leavesNoMachineWhenItIsKilled() throws Exception {
        var tool = Gristmill.start(
                folder.resolve("output"),
                folder.resolve("errors"),
                "boot",
                "--kernel",
                "5.10",
                "--profile",
                "tiny",
                "--layout",
                layout.toString());
        try {
            while (machinesOf(tool.toHandle()).isEmpty()) {
                assertThat(tool.isAlive()).isTrue();
                Thread.sleep(20);
            }
            var machines = machinesOf(tool.toHandle());
            tool.destroyForcibly().waitFor();
            for (var machine : machines) {
                machine.onExit().get(30, TimeUnit.SECONDS);
            }
        } finally {
            tool.destroyForcibly();
        }
    }

    @Test
    void bootsOnceMoreWhereSomebodyKilledTheMachine() throws Exception {
        var candidate = candidate(
                Architecture.ARM64,
                arm(),
                release,
                Optional.empty(),
                Promises.builtIn().of(List.of()));
        var proving = new FutureTask<>(() -> prover().prove(candidate, QemuMachine.VIRT_MMIO));
        Thread.ofPlatform().start(proving);
        while (machinesOf(ProcessHandle.current()).isEmpty()) {
            assertThat(proving.isDone()).isFalse();
            Thread.sleep(5);
        }
        assertThat(machinesOf(ProcessHandle.current()).getFirst().destroyForcibly())
                .isTrue();
        assertThat(proving.get().failure()).isEmpty();
    }

    @Test
    void failsAMachineThatIsKilledAgain() throws Exception {
        var candidate = candidate(
                Architecture.ARM64,
                arm(),
                release,
                Optional.empty(),
                Promises.builtIn().of(List.of()));
        var proving = new FutureTask<>(() -> prover().prove(candidate, QemuMachine.VIRT_MMIO));
        Thread.ofPlatform().start(proving);
        int killed = 0;
        while (!proving.isDone()) {
            for (var machine : machinesOf(ProcessHandle.current())) {
                killed += machine.destroyForcibly() ? 1 : 0;
                machine.onExit().get(30, TimeUnit.SECONDS);
            }
            Thread.sleep(5);
        }
        assertThat(told(proving.get())).contains("QEMU was killed by signal 9").contains("short of memory");
        assertThat(killed).isEqualTo(2);
    }

    @Test
    void tellsAnInitThatExits() throws Exception {
        try (var other = storeWithInit(BrokenKernels::exiting)) {
            var candidate = candidate(
                    Architecture.X86_64,
                    x86(),
                    release,
                    Optional.empty(),
                    Promises.builtIn().of(List.of()));
            var proof = new Prover(other, Progress.none(), Prover.Options.USUAL).prove(candidate, QemuMachine.Q35);
            assertThat(told(proof))
                    .contains("the kernel panicked since init died")
                    .contains("Attempted to kill init! exitcode=0x00000300");
        }
    }

    @Test
    void bootsAnImageThatIsNamedByItsDigest() throws Exception {
        var index = Files.readString(layout.resolve("index.json"));
        var digest = Pattern.compile(
                        "\\{[^{}]*\"digest\":\"(sha256:[0-9a-f]{64})\"[^{}]*\\{[^{}]*\"firecracker-kernel-bin:"
                                + Pattern.quote(release) + "-tiny\"")
                .matcher(index);
        assertThat(digest.find()).as(index).isTrue();
        var run = Gristmill.run(
                "boot",
                "firecracker-kernel-bin@" + digest.group(1),
                "--arch",
                "arm64",
                "--vmm",
                "firecracker",
                "--json",
                "--layout",
                layout.toString());
        assertThat(run.mustSucceed())
                .contains("\"kernel\":\"" + release + "-tiny\"")
                .contains("\"name\":\"balloon\",\"outcome\":\"passed\"");
        assertThat(Pattern.compile("\"machine\":").matcher(run.output()).results())
                .hasSize(1);
    }

    @Test
    void bootsAnImageInARegistry() throws Exception {
        try (var registry = DebianRegistry.plain(Files.createDirectory(folder.resolve("registry")))) {
            var name = registry.host() + "/acme/firecracker-kernel-bin";
            Tool.run(
                            folder,
                            "skopeo",
                            "copy",
                            "--all",
                            "--dest-tls-verify=false",
                            "oci:" + layout + ":firecracker-kernel-bin:" + release + "-tiny",
                            "docker://" + name + ":mine")
                    .mustSucceed();
            var table = Gristmill.run(
                            "boot",
                            name + ":mine",
                            "--insecure",
                            registry.host(),
                            "--arch",
                            "arm64",
                            "--vmm",
                            "firecracker")
                    .mustSucceed();
            assertThat(table.lines().filter(line -> line.startsWith("✓")))
                    .singleElement()
                    .asString()
                    .contains(release + "-tiny", "virt, virtio-mmio");
        }
    }

    @Test
    void opensAShellAndLeavesTheTerminalAsItWas() throws Exception {
        try (var terminal = Terminal.of(List.of(
                "boot",
                "--shell",
                "--kernel",
                "5.10",
                "--profile",
                "tiny",
                "--arch",
                "x86_64",
                "--vmm",
                "firecracker",
                "--layout",
                layout.toString()))) {
            terminal.await("gristmill# ");
            terminal.type("echo $((40 + 2)) is $(uname -r)\n");
            terminal.await("42 is " + release);
            terminal.type("\u0001x");
            assertThat(terminal.exitStatus()).isZero();
        }
        assertThat(machinesOf(ProcessHandle.current())).isEmpty();
    }

    @Test
    void refusesAShellWithoutATerminal() throws Exception {
        var run = Gristmill.run("boot", "--shell", "--layout", layout.toString());
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.errors()).contains("a shell needs a terminal");
    }

    @Test
    void holdsTheWayToInitOfTwoKernelsSideBySide() throws Exception {
        var document = Gristmill.run(
                        "boot",
                        "--compare",
                        "5.10",
                        "firecracker-kernel-bin:" + release + "-tiny",
                        "--profile",
                        "tiny",
                        "--arch",
                        "arm64",
                        "--vmm",
                        "firecracker",
                        "--json",
                        "--layout",
                        layout.toString())
                .mustSucceed();
        assertThat(document)
                .containsPattern("\"first\":\\{\"kernel\":\"" + release + "-tiny\",\"sha256\":\"[0-9a-f]{64}\","
                        + "\"medianToInitMillis\":\\d+,\"instructionsToInit\":\\d+}")
                .contains("\"second\":{\"kernel\":\"" + release + "-tiny\"")
                .contains("\"initcalls\":[]"); // a tiny kernel has no names for them
    }

    @Test
    void catchesAKernelWithoutBlockDriver() throws Exception {
        var proof = proof(QemuMachine.MICROVM, BrokenKernels.withoutVirtioDriver(x86(), 2));
        assertThat(failed(proof)).contains(Check.BLOCK, Check.EXT4).doesNotContain(Check.NETWORK, Check.CONSOLE);
        assertThat(told(proof))
                .contains("no disk with the serial number scratch")
                .contains("CONFIG_VIRTIO_BLK=y");
    }

    @Test
    void catchesAKernelThatSeesNoDeviceOnTheMemoryBus() throws Exception {
        var proof = proof(QemuMachine.VIRT_MMIO, BrokenKernels.withText(arm(), "virtio,mmio", "virtio,none"));
        assertThat(told(proof)).contains("sees no virtio device at all").contains("CONFIG_VIRTIO_MMIO=y");
    }

    @Test
    void catchesAKernelWithoutNetworkDriver() throws Exception {
        var proof = proof(QemuMachine.VIRT_PCI, BrokenKernels.withoutVirtioDriver(arm(), 1));
        assertThat(failed(proof)).containsExactly(Check.NETWORK);
        assertThat(told(proof))
                .contains("no network device with the address 52:54:")
                .contains("CONFIG_VIRTIO_NET=y");
    }

    @Test
    void hearsAKernelWithoutConsoleThroughItsDisk() throws Exception {
        var proof = proof(QemuMachine.MICROVM, BrokenKernels.withText(x86(), "ttyS", "ttyX"));
        assertThat(failed(proof)).containsExactly(Check.CONSOLE);
        assertThat(told(proof)).contains("CONFIG_SERIAL_8250_CONSOLE=y");
    }

    @Test
    void tellsThePanicOfAKernelThatHasNoInit() throws Exception {
        var broken = BrokenKernels.withText(x86(), "/init", "/none");
        var proof = proof(QemuMachine.Q35, broken);
        assertThat(told(proof))
                .contains("the kernel panicked")
                .contains("Kernel panic - not syncing: VFS: Unable to mount root fs");
        assertThat(proof.log()).content().contains("Kernel panic - not syncing");
    }

    @Test
    void cutsAKernelThatSaysNothing() throws Exception {
        var broken = x86();
        var elf = ByteBuffer.wrap(broken).order(ByteOrder.LITTLE_ENDIAN);
        long code = elf.getLong((int) elf.getLong(32) + 8); // where the first segment lies in the file
        Arrays.fill(broken, (int) code + 4096, (int) code + (1 << 20), (byte) 0xf4);
        var proof = proof(QemuMachine.MICROVM, broken);
        assertThat(told(proof)).contains("said nothing");
    }

    @Test
    void refusesAKernelWithoutPvhEntry() {
        // The owner's name of the note, "Xen", stands before the entry.
        var broken = BrokenKernels.withText(x86(), "Xen", "Xxx");
        assertThatThrownBy(() -> proof(QemuMachine.Q35, broken))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("has no PVH entry");
    }

    @Test
    void refusesATruncatedKernel() {
        var cut = Arrays.copyOf(x86(), x86().length / 2);
        assertThatThrownBy(() -> proof(QemuMachine.Q35, cut)).isInstanceOf(StepException.class);
    }

    @Test
    void refusesAKernelForAnotherArchitecture() {
        assertThatThrownBy(() -> proof(QemuMachine.Q35, arm()))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("an arm64 Image");
    }

    @Test
    void refusesAnotherBootFileThanTheImageSays() {
        assertThatThrownBy(() -> prover().prove(
                                new Candidate(
                                        "other",
                                        Architecture.X86_64,
                                        release,
                                        BrokenKernels.layer(folder.resolve("other.tar.gz"), x86()),
                                        Digest.of("another"),
                                        Optional.empty(),
                                        Promises.builtIn().of(List.of())),
                                QemuMachine.Q35))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("the image holds another boot file than it says");
    }

    @Test
    void catchesPromisesThatAKernelDoesNotKeep() throws Exception {
        var promised = new TreeSet<>(Promises.builtIn().of(List.of("bpf", "container-host", "filesystems")));
        var candidate = candidate(Architecture.ARM64, arm(), "5.10.1", Optional.empty(), promised);
        var proof = prover().prove(candidate, QemuMachine.VIRT_MMIO);
        assertThat(failed(proof))
                .containsExactly(Check.RELEASE, Check.SQUASHFS, Check.CGROUP2, Check.NAMESPACES, Check.BPF);
        assertThat(told(proof))
                .contains("release: " + release + ", expected 5.10.1")
                .contains("CONFIG_BPF_SYSCALL=y");
    }

    @Test
    void catchesModulesOfAnotherVermagic() throws Exception {
        var images = folder.resolve("vermagic");
        Gristmill.run(
                        "build",
                        "--kernel",
                        "5.10",
                        "--profile",
                        "microvm",
                        "--arch",
                        "x86_64",
                        "--output",
                        images.toString())
                .mustSucceed();
        var root = unpacked(images, "firecracker-kernel:" + release, Architecture.X86_64);
        var kernel = Files.readAllBytes(root.resolve("boot/vmlinux"));
        var modules = root.resolve("lib/modules").resolve(release);
        var layer = BrokenKernels.modulesLayer(
                folder.resolve("modules.tar.gz"), modules, "vermagic=5.10.", "vermagic=5.11.");
        var proof = prover().prove(
                        candidate(
                                Architecture.X86_64,
                                kernel,
                                release,
                                Optional.of(layer),
                                Promises.builtIn().of(List.of("modules"))),
                        QemuMachine.MICROVM);
        assertThat(failed(proof)).containsExactly(Check.MODULES);
        assertThat(told(proof))
                .contains("ENOEXEC")
                .contains("version magic '5.11.")
                .contains("the modules are of another kernel");
    }

    @Test
    void refusesModulesOfAnotherRelease() throws Exception {
        var modules = Files.createDirectories(folder.resolve("5.4.1"));
        Files.writeString(modules.resolve("modules.dep"), "");
        var layer = BrokenKernels.modulesLayer(folder.resolve("old.tar.gz"), modules, "", "");
        var candidate = candidate(
                Architecture.X86_64,
                x86(),
                release,
                Optional.of(layer),
                Promises.builtIn().of(List.of("modules")));
        assertThatThrownBy(() -> prover().prove(candidate, QemuMachine.MICROVM))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("the modules image is of another release")
                .hasMessageContaining("[5.4.1]");
    }

    private static Proof proof(QemuMachine machine, byte[] kernel) throws Exception {
        var promised = Promises.builtIn().of(List.of("base", "root-filesystem"));
        var candidate = candidate(machine.architecture(), kernel, release, Optional.empty(), new TreeSet<>(promised));
        return prover().prove(candidate, machine);
    }

    private static Candidate candidate(
            Architecture architecture,
            byte[] kernel,
            String kernelRelease,
            Optional<Path> modules,
            SortedSet<Check> promised)
            throws IOException {
        var layer = BrokenKernels.layer(Files.createTempFile(folder, "layer", ".tar.gz"), kernel);
        return new Candidate("broken", architecture, kernelRelease, layer, Digest.of(kernel), modules, promised);
    }

    /** A store whose guests have an init that was changed. */
    private static Store storeWithInit(UnaryOperator<byte[]> change) throws Exception {
        prover().prove(
                        candidate(
                                Architecture.X86_64,
                                x86(),
                                release,
                                Optional.empty(),
                                Promises.builtIn().of(List.of())),
                        QemuMachine.Q35); // so that there is one
        var other = new Store(Files.createTempDirectory(folder, "store"));
        Files.createDirectories(other.guests());
        try (var guests = Files.list(store.guests())) {
            for (var guest : (Iterable<Path>) guests::iterator) {
                Files.write(other.guests().resolve(guest.getFileName()), change.apply(Files.readAllBytes(guest)));
            }
        }
        return other;
    }

    private static Prover prover() {
        return new Prover(
                store,
                Progress.none(),
                new Prover.Options(new Limits(Duration.ofSeconds(30), Duration.ofMinutes(3)), false, false, List.of()));
    }

    private static List<Check> failed(Proof proof) {
        return proof.results().stream()
                .filter(CheckResult::failed)
                .map(CheckResult::check)
                .toList();
    }

    private static String told(Proof proof) {
        return proof.failure().orElseThrow().toString();
    }

    private static byte[] x86() {
        return KERNELS.get(Architecture.X86_64).clone();
    }

    private static byte[] arm() {
        return KERNELS.get(Architecture.ARM64).clone();
    }

    private static List<ProcessHandle> machinesOf(ProcessHandle tool) {
        return tool.descendants()
                .filter(child -> child.info().command().orElse("").contains("qemu-system-"))
                .collect(Collectors.toList());
    }

    /** A folder with links to every program but that one. */
    private static Path linksToAllProgramsBut(String program) throws IOException {
        var programs = Files.createTempDirectory(folder, "bin");
        for (var place : System.getenv("PATH").split(":")) {
            if (Files.isDirectory(Path.of(place))) {
                try (var files = Files.list(Path.of(place))) {
                    for (var file : (Iterable<Path>) files::iterator) {
                        var link = programs.resolve(file.getFileName().toString());
                        if (!link.endsWith(program) && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                            Files.createSymbolicLink(link, file);
                        }
                    }
                }
            }
        }
        return programs;
    }

    private static Path unpacked(String reference, Architecture architecture) throws Exception {
        return unpacked(layout, reference, architecture);
    }

    /** The root folder of an image as an unpacking runtime on that architecture gets it. */
    private static Path unpacked(Path images, String reference, Architecture architecture) throws Exception {
        var work = Files.createTempDirectory(folder, "unpacked");
        Tool.run(
                        work,
                        "skopeo",
                        "copy",
                        "--override-os=linux",
                        "--override-arch=" + architecture.ociName(),
                        "oci:" + images + ":" + reference,
                        "oci:" + work.resolve("one") + ":one")
                .mustSucceed();
        Tool.run(
                        work,
                        "umoci",
                        "unpack",
                        "--image",
                        work.resolve("one") + ":one",
                        work.resolve("bundle").toString())
                .mustSucceed();
        return work.resolve("bundle/rootfs");
    }
}
