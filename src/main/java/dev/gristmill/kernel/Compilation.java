package dev.gristmill.kernel;

import dev.gristmill.elf.CompactElf;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import dev.gristmill.store.Folders;
import dev.gristmill.toolchain.Kbuild;
import dev.gristmill.toolchain.Workshop;
import dev.gristmill.toolchain.Workshop.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One compile in a work folder of its own. The source tree is only read. */
final class Compilation {
    private final KernelRequest request;
    private final ConfigFacts config;
    private final Jobs jobs;
    private final Workshop workshop;
    private final CompileOutput output;
    private final CompileFolder work;
    private final CompilerWrappers wrappers;

    /**
     * @param offline what keeps a command off the network where it is not shut in
     * @param work where to compile, or to go on
     * @param wrappers what make calls in the place of the compiler
     */
    Compilation(
            KernelRequest request,
            ConfigFacts config,
            Jobs jobs,
            List<String> offline,
            CompileOutput output,
            CompileFolder work,
            CompilerWrappers wrappers) {
        this.request = request;
        this.config = config;
        this.jobs = jobs;
        this.output = output;
        this.work = work;
        this.wrappers = wrappers;
        var folders = new ArrayList<>(List.of(
                Folder.toRead(request.source().root(), "/source"),
                Folder.toWrite(work.out(), "/output"),
                Folder.toWrite(work.installed(), "/installed")));
        wrappers.cache().map(CompilerCache::folder).ifPresent(folders::add);
        jobs.shared().map(JobServer::folder).ifPresent(folders::add);
        this.workshop = Workshop.of(request.toolchain(), folders, offline);
    }

    /** A folder with the boot file, the configuration and the modules, and nothing else. */
    Path finished() {
        return work.finished();
    }

    /**
     * Compiles.
     *
     * @return the kernel release string
     * @throws StepException if make fails, or what it made is not what was asked for
     */
    String run() throws IOException, InterruptedException {
        refuseUnusablePath(work.out(), "name another store with --store or GRISTMILL_STORE");
        refuseUnusablePath(request.source().root(), "move the source");
        prepare();
        compile();
        requireSameConfig();
        var kernelRelease = kernelRelease();
        takeBootFile();
        Files.copy(request.config(), work.finished().resolve(BuiltKernels.CONFIG));
        writeSources(work.finished().resolve(BuiltKernels.SOURCES));
        if (config.modules()) {
            installModules();
            takeModules(kernelRelease);
        }
        return kernelRelease;
    }

    private void writeSources(Path file) throws IOException {
        var source = request.source().root();
        if (request.toolchain().root().isPresent()) {
            CompiledSources.write(source, workshop.inside(source), work.out(), file);
        } else {
            CompiledSources.write(source, work.out(), file);
        }
    }

    /** A configuration that was copied again would be newer than what was made from it. */
    private void prepare() throws IOException {
        for (var folder : List.of(work.out(), work.installed(), work.finished())) {
            Files.createDirectories(folder);
        }
        if (!wrappers.hosts().isEmpty()) {
            Files.createDirectories(distcc());
        }
        var config = work.out().resolve(".config");
        if (!Files.exists(config) || !Digest.of(config).equals(request.inputs().config())) {
            Files.copy(request.config(), config, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Every target in one call: a make that finds nothing to do still takes seconds. */
    private void compile() throws IOException, InterruptedException {
        var targets = new ArrayList<String>();
        targets.add(
                switch (request.architecture()) {
                    case X86_64 -> "vmlinux";
                    case ARM64 -> "Image";
                });
        if (config.modules()) {
            targets.add("modules");
        }
        var make = make(targets);
        run(new Command(work.noting(make.argv()), make.directory(), make.environment()));
    }

    /**
     * After {@link #run}: takes what a debugger wants.
     *
     * @return the folder it is in, as {@link KernelSymbols} describes it
     */
    Path takeSymbols() throws IOException, InterruptedException {
        var symbols = Files.createDirectories(work.finished().resolveSibling("symbols"));
        Files.move(made(work.out(), "vmlinux"), symbols.resolve(KernelSymbols.VMLINUX));
        Files.move(made(work.out(), "System.map"), symbols.resolve(KernelSymbols.SYSTEM_MAP));
        if (config.modules() && config.debugInfo()) {
            var bench = Workshop.of(
                    request.toolchain(),
                    List.of(Folder.toRead(work.out(), "/output"), Folder.toWrite(symbols, "/symbols")),
                    List.of());
            for (var module : modules()) {
                takeSymbols(module, symbols.resolve(KernelSymbols.MODULES), bench);
            }
        }
        return symbols;
    }

    private List<Path> modules() throws IOException {
        try (var files = Files.walk(work.out())) {
            return files.filter(file -> file.toString().endsWith(".ko"))
                    .sorted()
                    .toList();
        }
    }

    private void takeSymbols(Path module, Path folder, Workshop bench) throws IOException, InterruptedException {
        var target = folder.resolve("kernel").resolve(work.out().relativize(module) + ".debug");
        Files.createDirectories(target.getParent());
        var objcopy = List.of(
                request.toolchain().prefix() + "objcopy",
                "--only-keep-debug",
                bench.inside(module),
                bench.inside(target));
        run(bench.command(objcopy, work.out(), new TreeMap<>()));
    }

    private void installModules() throws IOException, InterruptedException {
        run(make(List.of(
                "INSTALL_MOD_PATH=" + workshop.inside(work.installed()), "INSTALL_MOD_STRIP=1", "modules_install")));
    }

    private Command make(List<String> arguments) {
        var argv = new ArrayList<>(
                List.of("make", "-C", workshop.inside(request.source().root()), "O=" + workshop.inside(work.out())));
        if (jobs.shared().isEmpty()) {
            argv.add("-j" + jobs.most());
        }
        argv.addAll(Kbuild.variables(request.toolchain(), config.btf()));
        wrappers.compiler().ifPresent(argv::add);
        argv.addAll(arguments);
        var shared = jobs.shared().map(server -> server.handedTo(argv, workshop));
        return workshop.command(shared.orElse(argv), work.out(), environment());
    }

    private void run(Command command) throws IOException, InterruptedException {
        command.environment().forEach((name, value) -> output.comment(name + "=" + value));
        output.comment(command.toString());
        int status = Children.run(command, output);
        if (status != 0) {
            throw new StepException(Problem.of("compiling " + request.subject() + " failed with status " + status)
                    .found(output.errors())
                    .with("log", output.log().toString()));
        }
    }

    /** What distcc notes of other machines. */
    private Path distcc() {
        return work.out().resolve(".distcc");
    }

    /** Where ccache notes what came of each file, if it is used. */
    Path statistics() {
        return work.out().resolve(".ccache-statistics");
    }

    private SortedMap<String, String> environment() {
        var environment = new TreeMap<>(FixedEnvironment.of(request.source().date()));
        var map = "-ffile-prefix-map=" + workshop.inside(request.source().root()) + "/= -ffile-prefix-map="
                + workshop.inside(work.out()) + "/=";
        environment.putAll(Map.of("KCFLAGS", map, "KAFLAGS", map));
        jobs.shared().ifPresent(server -> environment.put("MAKEFLAGS", JobServer.flags(jobs.most())));
        environment.putAll(wrappers.variables(workshop, statistics(), distcc()));
        return environment;
    }

    private void takeBootFile() throws IOException {
        var bootFile = work.finished().resolve(BuiltKernels.BOOT_FILE);
        switch (request.architecture()) {
            case X86_64 -> CompactElf.write(made(work.out(), "vmlinux"), bootFile);
            case ARM64 -> Files.move(made(work.out(), "arch/arm64/boot/Image"), bootFile);
        }
    }

    /** What make left at that place; a link that a Makefile put there would lead to what it may not reach. */
    private static Path made(Path folder, String place) throws IOException {
        var file = folder.resolve(place);
        if (!file.toRealPath().equals(folder.toRealPath().resolve(place))) {
            throw new StepException(Problem.of("make left a link where the kernel's build leaves none")
                    .where(file)
                    .found("it leads to " + file.toRealPath()));
        }
        return file;
    }

    private void takeModules(String kernelRelease) throws IOException {
        var folder = made(work.installed(), "lib/modules/" + kernelRelease);
        // They point at the source and at the work folder.
        Files.deleteIfExists(folder.resolve("build"));
        Files.deleteIfExists(folder.resolve("source"));
        // Older kernels go on without a word where depmod is missing.
        if (!Files.exists(folder.resolve("modules.dep"))) {
            throw new StepException(Problem.of("installing the modules of " + request.subject() + " failed")
                    .expected("modules.dep, which depmod writes")
                    .found("none")
                    .with("log", output.log().toString())
                    .remedy("gristmill doctor --install"));
        }
        Files.move(folder, work.finished().resolve(BuiltKernels.MODULES));
        Folders.delete(work.installed());
    }

    /** The tag of an image and the folder of its modules are named after the release, so they must agree. */
    private String kernelRelease() throws IOException {
        var found = Files.readString(work.out().resolve("include/config/kernel.release"))
                .strip();
        var expected = request.source().release().toString();
        if (!found.equals(expected)) {
            throw new StepException(Problem.of("the kernel gives itself another release string than its source has")
                    .where(request.subject())
                    .expected(expected)
                    .found(found)
                    .remedy("set CONFIG_LOCALVERSION=\"\", switch CONFIG_LOCALVERSION_AUTO off and remove localversion"
                            + " files from the source"));
        }
        return found;
    }

    /** The build key speaks of the configuration that was given. */
    private void requireSameConfig() throws IOException {
        var used = work.out().resolve(".config");
        if (!Digest.of(used).equals(request.inputs().config())) {
            throw new StepException(Problem.of("make changed the configuration, so it was not fully resolved")
                    .where(request.config())
                    .with("changes", ConfigChanges.between(request.config(), used)));
        }
    }

    /** Kbuild cannot work in such a folder, and says so only after a while or not at all. */
    private static void refuseUnusablePath(Path folder, String remedy) {
        var text = folder.toString();
        if (text.contains(" ") || text.contains(":")) {
            throw new StepException(Problem.of("the kernel's build does not work in a folder with spaces or colons")
                    .where(folder)
                    .remedy(remedy));
        }
    }
}
