package dev.gristmill.boot;

import static dev.gristmill.progress.Progress.Unit.STEPS;

import dev.gristmill.contract.BootFileCheck;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
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
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
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

    private static final Path KVM = Path.of("/dev/kvm");

    private final Store store;
    private final Progress progress;
    private final Options options;
    private final Map<Candidate, FutureTask<Material>> materials = new ConcurrentHashMap<>();
    private final AtomicBoolean kvmFailed = new AtomicBoolean();
    private final SecureRandom random = new SecureRandom();

    /**
     * @param limits when a machine is given up
     * @param kvm whether to try the host's processor first, for guests of its architecture
     * @param measured whether to measure the way to init as well, in boots of their own
     */
    public record Options(Limits limits, boolean kvm, boolean measured) {
        public static final Options USUAL = new Options(Limits.USUAL, false, false);
    }

    public Prover(Store store, Progress progress, Options options) {
        this.store = store;
        this.progress = progress;
        this.options = options;
    }

    /**
     * Boots one kernel on one machine. May be called by several threads; what machines of one kernel have in common is
     * made once.
     *
     * @return what came of it; failing to boot is a proof too
     * @throws StepException if the image does not hold what it says, or the guest or a machine cannot be made
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
    private record Material(String token, Path init, Path kernel, List<QemuCommand.Disk> disks, List<String> modules) {}

    private Material material(Candidate candidate) throws IOException, InterruptedException {
        var folder = Files.createDirectories(store.temporary("boot"));
        var kernel = unpacked(candidate, folder);
        var token = HexFormat.of().toHexDigits(random.nextLong());
        var maker = new FileSystemDisks(folder);
        var disks = new ArrayList<QemuCommand.Disk>();
        var modules = new ArrayList<String>();
        if (candidate.promised().contains(Check.EXT4) || candidate.promised().contains(Check.OVERLAY)) {
            disks.add(new QemuCommand.Disk("ext4", maker.ext4(token), true));
        }
        if (candidate.promised().contains(Check.SQUASHFS)) {
            disks.add(new QemuCommand.Disk("squashfs", maker.squashfs(token), true));
        }
        if (candidate.promised().contains(Check.MODULES)) {
            disks.add(new QemuCommand.Disk("modules", modulesDisk(candidate, folder, maker, modules), true));
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
        if (mayUseKvm(machine)) {
            var fast = Boot.plain(Acceleration.KVM, options.limits().forKvm());
            var seen = boot(candidate, machine, material, fast).seen();
            if (!seen.first().isEmpty()) {
                return Judgement.of(candidate, machine, Acceleration.KVM, seen);
            }
            giveUpKvm("KVM does not run a guest here");
        }
        var usual = Boot.plain(Acceleration.EMULATION, options.limits());
        var seen = boot(candidate, machine, material, usual).seen();
        if (wasKilled(seen)) {
            progress.warn(candidate.name() + " " + candidate.architecture() + ": QEMU was killed; once more");
            seen = boot(candidate, machine, material, usual).seen();
        }
        return Judgement.of(candidate, machine, Acceleration.EMULATION, seen);
    }

    private boolean mayUseKvm(Machine machine) {
        boolean wanted = options.kvm()
                && !kvmFailed.get()
                && Architecture.ofThisMachine()
                        .filter(machine.architecture()::equals)
                        .isPresent();
        if (wanted && !Files.isWritable(KVM)) {
            giveUpKvm(Files.exists(KVM) ? KVM + " may not be written to" : "there is no " + KVM);
            return false;
        }
        return wanted;
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
        var wall = new ArrayList<Duration>();
        for (int i = 0; i < WALL_BOOTS; i++) {
            boot(bare, machine, material, Boot.plain(Acceleration.EMULATION, options.limits()))
                    .seen()
                    .toInit()
                    .ifPresent(wall::add);
        }
        var counted = Boot.plain(Acceleration.COUNTED, options.limits());
        var micros = boot(bare, machine, material, counted).seen().first().number("uptime-us");
        var calls = initcalls
                ? Initcall.in(boot(bare, machine, material, counted.with(TELL_INITCALLS))
                        .kernelLog())
                : List.<Initcall>of();
        return new StartUp(wall, instructions(micros), calls);
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
        var name = candidate.name() + "-" + candidate.architecture() + "-" + machine.vmm() + boot.suffix()
                + (candidate.promised().isEmpty() ? "-measured" : "");
        var disk = ScratchDisk.create(folder.resolve("scratch.img"), random.nextLong() & Long.MAX_VALUE);
        try (var echo = Echo.open(material.token());
                var monitor = QemuMonitor.open();
                var log = new ConsoleLog(store.logs().resolve("boot").resolve(name + ".log"), material.token())) {
            var orders = orders(candidate, machine, material, disk, echo);
            var initramfs = folder.resolve("initramfs");
            Initramfs.write(initramfs, material.init(), orders);
            var disks = new ArrayList<QemuCommand.Disk>();
            disks.add(disk.asDisk());
            disks.addAll(material.disks());
            var setup = new QemuCommand.Setup(
                    material.kernel(), initramfs, boot.parameters(), disks, monitor.port(), false);
            var command = QemuCommand.of(machine, setup, boot.acceleration(), folder);
            var seen = new Attempt(machine, command, orders, disk, echo, monitor, log, boot.limits()).run();
            return new Run(seen, disk.kernelLog());
        }
    }

    private static Orders orders(Candidate candidate, Machine machine, Material material, ScratchDisk disk, Echo echo) {
        var checks = new TreeMap<Check, String>();
        for (var check : candidate.promised()) {
            switch (check) {
                case BLOCK -> checks.put(check, disk.seed());
                case NETWORK ->
                    checks.put(
                            check,
                            QemuCommand.MAC + " " + QemuCommand.ADDRESS + " " + QemuCommand.HOST + " " + echo.port());
                case BALLOON -> checks.put(check, Integer.toString(QemuCommand.BALLOON_KIB));
                case MODULES -> checks.put(check, String.join(" ", material.modules()));
                default -> {
                    if (check.isInside()) {
                        checks.put(check, check.arguments());
                    }
                }
            }
        }
        return new Orders(material.token(), checks, machine.powersOff());
    }

    private void remember(Proof proof) {
        var entry = store.proofs()
                .resolve(proof.candidate().bootFile().hex())
                .resolve(proof.machine().name().toLowerCase(Locale.ROOT) + ".json");
        store.publishText(ProofDocument.of(proof), entry);
    }
}
