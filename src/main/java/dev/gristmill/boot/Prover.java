package dev.gristmill.boot;

import static dev.gristmill.progress.Progress.Unit.STEPS;

import dev.gristmill.contract.BootFileCheck;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.model.Vmm;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/** Proves kernels: unpacks what their images hold, makes the disks, boots the machines, and judges. */
public final class Prover {
    static final String BOOT_FILE = "boot/vmlinux";
    private static final String MODULES = "lib/modules/";

    /** An odd number, for the median. */
    private static final int WALL_BOOTS = 5;

    /** With room for what it prints; the console does not show it. */
    private static final String TELL_INITCALLS = "initcall_debug log_buf_len=1M";

    private final Store store;
    private final Progress progress;
    private final Options options;
    private final Map<Candidate, FutureTask<Material>> materials = new ConcurrentHashMap<>();
    private final AtomicBoolean kvmFailed = new AtomicBoolean();
    private final KvmProbe kvm = new KvmProbe(KvmProbe.DEVICE);
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final SecureRandom random = new SecureRandom();

    /**
     * @param limits when a machine is given up
     * @param kvm whether to try the host's processor first, for guests of its architecture
     * @param measured whether to measure the way to init as well, in boots of their own
     * @param binaries programs of VMMs that boot guests of the host's architecture in place of QEMU
     */
    public record Options(Limits limits, boolean kvm, boolean measured, List<VmmBinary> binaries) {
        public static final Options USUAL = new Options(Limits.USUAL, false, false, List.of());

        public Options {
            binaries = List.copyOf(binaries);
        }

        public Options with(List<VmmBinary> others) {
            return new Options(limits, kvm, measured, others);
        }
    }

    public Prover(Store store, Progress progress, Options options) {
        this.store = store;
        this.progress = progress;
        this.options = options;
    }

    /** What a kernel for that VMM and architecture is booted on: the VMM itself if its program was given and can run it. */
    public List<? extends Machine> machines(Vmm vmm, Architecture architecture) {
        var binary =
                options.binaries().stream().filter(given -> given.vmm() == vmm).findFirst();
        if (binary.isEmpty()) {
            return QemuMachine.standingFor(vmm, architecture);
        }
        if (!KvmProbe.runs(architecture)) {
            tellOnce(architecture + " kernels are booted on QEMU: " + vmm
                    + " runs guests of this machine's architecture only");
            return QemuMachine.standingFor(vmm, architecture);
        }
        return List.of(binary.get().machine(architecture));
    }

    private void tellOnce(String warning) {
        if (told.add(warning)) {
            progress.warn(warning);
        }
    }

    /**
     * Boots one kernel on one machine. May be called by several threads; what machines of one kernel have in common is
     * made once.
     *
     * @return what came of it; failing to boot is a proof too
     * @throws StepException if the image does not hold what it says, or the guest or a machine cannot be made, or the
     *     machine is a VMM itself and KVM does not work
     */
    public Proof prove(Candidate candidate, Machine machine) throws InterruptedException {
        try {
            return prove(candidate, machine, common(candidate));
        } catch (IOException e) {
            throw failed(candidate, e);
        }
    }

    private static StepException failed(Candidate candidate, IOException cause) {
        return new StepException(
                Problem.of("booting " + candidate.name() + " " + candidate.architecture() + " failed")
                        .found(cause),
                cause);
    }

    private Material common(Candidate candidate) throws IOException, InterruptedException {
        var making = materials.computeIfAbsent(candidate, c -> new FutureTask<>(() -> material(c)));
        making.run(); // by the first who comes; the others wait
        try {
            return making.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case InterruptedException stopped -> throw stopped;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /**
     * What all machines of one kernel start with.
     *
     * @param disks those that are only read
     * @param modules to insert, in that order
     */
    private record Material(String token, Path init, Path kernel, List<Disk> disks, List<String> modules) {}

    private Material material(Candidate candidate) throws IOException, InterruptedException {
        var folder = Files.createDirectories(store.temporary("boot"));
        var kernel = unpacked(candidate, folder);
        var token = HexFormat.of().toHexDigits(random.nextLong());
        var maker = new FileSystemDisks(folder);
        var disks = new ArrayList<Disk>();
        var modules = new ArrayList<String>();
        if (candidate.promised().contains(Check.EXT4) || candidate.promised().contains(Check.OVERLAY)) {
            disks.add(new Disk("ext4", maker.ext4(token), true));
        }
        if (candidate.promised().contains(Check.SQUASHFS)) {
            disks.add(new Disk("squashfs", maker.squashfs(token), true));
        }
        if (candidate.promised().contains(Check.MODULES)) {
            disks.add(new Disk("modules", modulesDisk(candidate, folder, maker, modules), true));
        }
        var init = new GuestInit(store).of(candidate.architecture());
        return new Material(token, init, kernel, disks, modules);
    }

    /** Its boot file, which is the one that its image speaks of, and fit to be booted. */
    static Path unpacked(Candidate candidate, Path folder) throws IOException {
        var kernel = folder.resolve("vmlinux");
        LayerFiles.extract(candidate.kernelLayer(), BOOT_FILE, kernel);
        requireDigest(candidate, kernel);
        BootFileCheck.ensure(kernel, candidate.architecture());
        return kernel;
    }

    private static void requireDigest(Candidate candidate, Path kernel) throws IOException {
        var found = Digest.of(kernel);
        if (!found.equals(candidate.bootFile())) {
            throw new StepException(Problem.of("the image holds another boot file than it says")
                    .where(candidate.kernelLayer())
                    .expected(candidate.bootFile())
                    .found(found));
        }
    }

    private static Path modulesDisk(Candidate candidate, Path folder, FileSystemDisks maker, List<String> modules)
            throws IOException, InterruptedException {
        var layer = candidate
                .modulesLayer()
                .orElseThrow(() ->
                        new StepException(Problem.of("the profile promises modules, and there is no modules image")
                                .where(candidate.name())));
        var unpacked = folder.resolve("modules");
        LayerFiles.unpack(layer, unpacked);
        var modulesFolder = unpacked.resolve(MODULES).resolve(candidate.kernelRelease());
        var index = modulesFolder.resolve("modules.dep");
        if (!isInside(index, unpacked)) {
            throw new StepException(Problem.of("the modules image is of another release")
                    .where(layer)
                    .expected(MODULES + candidate.kernelRelease() + "/modules.dep")
                    .found(releasesIn(unpacked.resolve(MODULES))));
        }
        modules.addAll(ModuleChoice.from(index));
        if (modules.isEmpty()) {
            throw new StepException(
                    Problem.of("the modules image holds no module to insert").where(layer));
        }
        // A modules image is mounted at the folder; in the image of a root file system the folder is where it belongs.
        boolean isRoot = layer.equals(candidate.kernelLayer());
        return maker.modules(isRoot ? modulesFolder : unpacked);
    }

    /** Links of a layer may lead anywhere. */
    private static boolean isInside(Path file, Path folder) throws IOException {
        return Files.isRegularFile(file) && file.toRealPath().startsWith(folder.toRealPath());
    }

    private static String releasesIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return "no " + MODULES;
        }
        try (var releases = Files.list(folder)) {
            return releases.map(path -> path.getFileName().toString())
                    .sorted()
                    .toList()
                    .toString();
        }
    }

    private Proof prove(Candidate candidate, Machine machine, Material material)
            throws IOException, InterruptedException {
        var subject = candidate.name() + " " + candidate.architecture();
        try (var task = progress.begin(subject, "boot for " + machine.vmm(), STEPS)) {
            var proof = proofOn(candidate, machine, material);
            if (options.measured() && proof.passed()) {
                proof = proof.with(startUp(candidate.unchecked(), machine, material, false));
            }
            remember(proof);
            if (proof.passed()) {
                task.done("boots on " + machine.description());
            }
            return proof;
        }
    }

    private Proof proofOn(Candidate candidate, Machine machine, Material material)
            throws IOException, InterruptedException {
        return switch (machine) {
            case QemuMachine qemu -> proofOnQemu(candidate, qemu, material);
            case Firecracker _, CloudHypervisor _ -> proofOnVmm(candidate, machine, material);
        };
    }

    private Proof proofOnQemu(Candidate candidate, QemuMachine machine, Material material)
            throws IOException, InterruptedException {
        if (mayUseKvm(machine)) {
            var seen = withKvm(candidate, machine, material);
            if (!seen.first().isEmpty()) {
                return Judgement.of(candidate, machine, Acceleration.KVM, seen);
            }
            giveUpKvm("KVM does not run a guest here");
        }
        var seen =
                bootTwiceIfKilled(candidate, machine, material, Boot.plain(Acceleration.EMULATION, options.limits()));
        return Judgement.of(candidate, machine, Acceleration.EMULATION, seen);
    }

    private Observation withKvm(Candidate candidate, QemuMachine machine, Material material)
            throws IOException, InterruptedException {
        return boot(
                        candidate,
                        machine,
                        material,
                        Boot.plain(Acceleration.KVM, options.limits().forKvm()))
                .seen();
    }

    private Proof proofOnVmm(Candidate candidate, Machine machine, Material material)
            throws IOException, InterruptedException {
        requireKvm(candidate, machine, material);
        if (!machine.hasNetwork() && candidate.promised().contains(Check.NETWORK)) {
            tellOnce(machine.runner() + " needs a tap device for a network; the check network is left out");
        }
        var seen = bootTwiceIfKilled(candidate, machine, material, Boot.plain(Acceleration.KVM, options.limits()));
        return Judgement.of(candidate, machine, Acceleration.KVM, seen);
    }

    /** On the machine of QEMU that stands for the VMM, so that it is known whose fault it is. */
    private void requireKvm(Candidate candidate, Machine machine, Material material)
            throws IOException, InterruptedException {
        var standIn =
                QemuMachine.standingFor(machine.vmm(), machine.architecture()).getFirst();
        var trouble = kvm.trouble(() -> withKvm(candidate.unchecked(), standIn, material));
        if (trouble.isPresent()) {
            throw new StepException(Problem.of(machine.runner() + " cannot boot kernels here: KVM does not work")
                    .where(KvmProbe.DEVICE)
                    .found(trouble.get())
                    .remedy("boot on QEMU, which needs no KVM: leave out --vmm-binary"));
        }
    }

    private Observation bootTwiceIfKilled(Candidate candidate, Machine machine, Material material, Boot boot)
            throws IOException, InterruptedException {
        var seen = boot(candidate, machine, material, boot).seen();
        if (wasKilled(seen)) {
            progress.warn(candidate.name() + " " + candidate.architecture() + ": " + machine.runner()
                    + " was killed; once more");
            seen = boot(candidate, machine, material, boot).seen();
        }
        return seen;
    }

    private boolean mayUseKvm(QemuMachine machine) {
        boolean wanted = options.kvm() && !kvmFailed.get() && KvmProbe.runs(machine.architecture());
        var missing = wanted ? kvm.missing() : Optional.<String>empty();
        missing.ifPresent(this::giveUpKvm);
        return wanted && missing.isEmpty();
    }

    private void giveUpKvm(String reason) {
        if (!kvmFailed.getAndSet(true)) {
            progress.warn(reason + "; going on with software emulation");
        }
    }

    /**
     * Boots a kernel that passes some times more, without checks.
     *
     * @param initcalls whether the kernel is to tell of each of them; that is what a boot of its own is for
     */
    public StartUp startUp(Candidate candidate, Machine machine, boolean initcalls) throws InterruptedException {
        try (var task = progress.begin(
                candidate.name() + " " + candidate.architecture(), "measure for " + machine.vmm(), STEPS)) {
            var startUp = startUp(candidate.unchecked(), machine, common(candidate), initcalls);
            task.done("measured on " + machine.description());
            return startUp;
        } catch (IOException e) {
            throw failed(candidate, e);
        }
    }

    private StartUp startUp(Candidate bare, Machine machine, Material material, boolean initcalls)
            throws IOException, InterruptedException {
        var plain = Boot.plain(acceleration(machine), options.limits());
        var wall = new ArrayList<Duration>();
        for (int i = 0; i < WALL_BOOTS; i++) {
            boot(bare, machine, material, plain).seen().toInit().ifPresent(wall::add);
        }
        if (plain.acceleration() == Acceleration.KVM) {
            return new StartUp(wall, OptionalLong.empty(), List.of()); // nobody counts a processor's instructions
        }
        var counted = Boot.plain(Acceleration.COUNTED, options.limits());
        var micros = boot(bare, machine, material, counted).seen().first().number("uptime-us");
        var calls = initcalls
                ? Initcall.in(boot(bare, machine, material, counted.with(TELL_INITCALLS))
                        .kernelLog())
                : List.<Initcall>of();
        return new StartUp(wall, instructions(micros), calls);
    }

    private static Acceleration acceleration(Machine machine) {
        return switch (machine) {
            case QemuMachine _ -> Acceleration.EMULATION;
            case Firecracker _, CloudHypervisor _ -> Acceleration.KVM;
        };
    }

    private static OptionalLong instructions(OptionalLong micros) {
        return micros.isPresent()
                ? OptionalLong.of(micros.getAsLong() * 1000 >> QemuCommand.COUNTED_SHIFT)
                : OptionalLong.empty();
    }

    /** By somebody else: what ends by our hand has no status. */
    private static boolean wasKilled(Observation seen) {
        return seen.ending() == Observation.Ending.EXITED && seen.status() > 128;
    }

    /**
     * How a machine is run once.
     *
     * @param parameters on the kernel's command line, behind those of the machine
     */
    private record Boot(Acceleration acceleration, Limits limits, String parameters) {
        static Boot plain(Acceleration acceleration, Limits limits) {
            return new Boot(acceleration, limits, "");
        }

        Boot with(String more) {
            return new Boot(acceleration, limits, more);
        }

        /** The end of its log's name, so that boots that check nothing leave the log of the one that did. */
        String suffix() {
            return acceleration == Acceleration.COUNTED ? "-counted" : "";
        }
    }

    /** @param kernelLog what the guest wrote of it on its disk */
    private record Run(Observation seen, String kernelLog) {}

    private Run boot(Candidate candidate, Machine machine, Material material, Boot boot)
            throws IOException, InterruptedException {
        var folder = Files.createDirectories(store.temporary("machine"));
        var name = candidate.name() + "-" + candidate.architecture() + "-" + machine.vmm() + suffix(machine)
                + boot.suffix()
                + (candidate.promised().isEmpty() ? "-measured" : "");
        var disk = ScratchDisk.create(folder.resolve("scratch.img"), random.nextLong() & Long.MAX_VALUE);
        try (var echoes = Echoes.open(machine, folder, material.token());
                var log = new ConsoleLog(
                        store.logs().resolve("boot").resolve(name + ".log"), material.token(), machine.prefix())) {
            var disks = new ArrayList<Disk>();
            disks.add(disk.asDisk());
            disks.addAll(material.disks());
            var orders = orders(candidate, machine, material, disks, disk, echoes);
            var initramfs = folder.resolve("initramfs");
            Initramfs.write(initramfs, material.init(), orders);
            var parts = new Launch.Parts(material.kernel(), initramfs, boot.parameters(), disks);
            try (var launch = Launch.of(machine, parts, boot.acceleration(), folder)) {
                var seen = new Attempt(launch, orders, disk, echoes, log, boot.limits()).run();
                return new Run(seen, disk.kernelLog());
            }
        }
    }

    /** A VMM itself and the machine that stands for it have a log each. */
    private static String suffix(Machine machine) {
        return switch (machine) {
            case QemuMachine _ -> "";
            case Firecracker _, CloudHypervisor _ -> "-itself";
        };
    }

    private static Orders orders(
            Candidate candidate,
            Machine machine,
            Material material,
            List<Disk> disks,
            ScratchDisk disk,
            Echoes echoes) {
        var checks = new TreeMap<Check, String>();
        for (var check : candidate.promised()) {
            switch (check) {
                case BLOCK -> checks.put(check, disk.seed());
                case NETWORK -> {
                    if (machine.hasNetwork()) {
                        checks.put(check, network(echoes));
                    }
                }
                case VSOCK -> checks.put(check, machine.hasVsock() ? Integer.toString(VsockEcho.PORT) : "");
                case BALLOON -> checks.put(check, Integer.toString(Machine.BALLOON_KIB));
                case MODULES -> checks.put(check, String.join(" ", material.modules()));
                default -> {
                    if (check.isInside()) {
                        checks.put(check, check.arguments());
                    }
                }
            }
        }
        return new Orders(material.token(), checks, placed(machine, disks), machine.powersOff());
    }

    private static String network(Echoes echoes) {
        return QemuCommand.MAC + " " + QemuCommand.ADDRESS + " " + QemuCommand.HOST + " "
                + echoes.network().port();
    }

    /** Only on QEMU does a disk have the serial number that we say. */
    private static List<String> placed(Machine machine, List<Disk> disks) {
        return switch (machine) {
            case QemuMachine _ -> List.of();
            case Firecracker _, CloudHypervisor _ ->
                disks.stream().map(Disk::serial).toList();
        };
    }

    private void remember(Proof proof) {
        var entry = store.proofs()
                .resolve(proof.candidate().bootFile().hex())
                .resolve(proof.machine().id() + ".json");
        store.publishText(ProofDocument.of(proof), entry);
    }
}
