package dev.gristmill.toolchain;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the compiler for an architecture and tells exactly which one it is. That takes a few processes and some hundred
 * milliseconds of hashing the first time; later, as long as no file has changed, it starts no process.
 *
 * <p>Part of the identity is what reads or writes kernel code and data: the compiler and its back end, the binutils, the
 * libraries in which these do their work, {@code depmod}, whose indexes are part of the modules, and {@code gzip} and
 * {@code xz}, whose output the kernel may embed. Not part of it are make, flex, bison, bc, perl and the host's C
 * library: they run scripts and build tools that come with the source, and their results are defined by that source.
 */
public final class ToolchainFinder {
    private static final List<String> PREFIXED = List.of("gcc", "as", "ld", "ar", "nm", "objcopy", "objdump", "strip");
    private static final List<String> TOLD_BY_COMPILER = List.of("cc1", "as", "ld");
    private static final List<String> HOST = List.of("depmod", "gzip", "xz");
    private static final List<String> WORKING_LIBRARIES =
            List.of("libbfd", "libopcodes", "libctf", "libsframe", "libgmp", "libmpfr", "libmpc", "libisl");

    private final Store store;

    public ToolchainFinder(Store store) {
        this.store = store;
    }

    /**
     * The compiler for that architecture. One whose programs carry the triplet is preferred also where it is the native
     * one, since the name of the compiler becomes part of the configuration.
     *
     * @throws StepException if there is none, or it does not run
     */
    public Toolchain find(Architecture target) throws InterruptedException {
        var file = store.memory().resolve("toolchain-" + target.id());
        var known = KnownToolchain.recall(file).filter(k -> isStillFirst(k, target));
        return known.isPresent() ? known.get().as(target) : look(target, file).as(target);
    }

    /** Whether this machine has a compiler and a linker for that architecture. Starts no process. */
    public boolean has(Architecture target) {
        var prefix = prefix(target);
        return Children.which(prefix + "gcc").isPresent()
                && Children.which(prefix + "ld").isPresent();
    }

    private static boolean isStillFirst(KnownToolchain known, Architecture target) {
        return known.prefix().equals(prefix(target))
                && onSearchPath(known.prefix())
                        .allMatch(name -> Children.which(name)
                                .filter(path -> known.has(name, path))
                                .isPresent());
    }

    private KnownToolchain look(Architecture target, Path file) throws InterruptedException {
        try {
            var known = examine(prefix(target), target);
            store.publishText(known.written(), file);
            return known;
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the compiler for " + target + " cannot be examined")
                            .found(e),
                    e);
        }
    }

    private static KnownToolchain examine(String prefix, Architecture target) throws IOException, InterruptedException {
        var tools = new ArrayList<Tool>();
        for (var name : onSearchPath(prefix).toList()) {
            tools.add(Tool.read(name, required(name, target)));
        }
        var working = new ArrayList<Path>();
        for (var name : TOLD_BY_COMPILER) {
            var path = toldByCompiler(prefix, name);
            if (path.isPresent()) {
                tools.add(Tool.read(name, path.get()));
                working.add(path.get());
            }
        }
        for (var library : librariesOf(working)) {
            tools.add(Tool.read(library.getFileName().toString(), library));
        }
        return KnownToolchain.of(prefix, describe(prefix), tools);
    }

    private static Stream<String> onSearchPath(String prefix) {
        return Stream.concat(PREFIXED.stream().map(name -> prefix + name), HOST.stream());
    }

    private static String prefix(Architecture target) {
        var prefix = target.gnuTriplet() + "-";
        boolean isNative = Architecture.ofThisMachine().filter(target::equals).isPresent();
        return isNative && Children.which(prefix + "gcc").isEmpty() ? "" : prefix;
    }

    private static Path required(String program, Architecture target) {
        return Children.which(program)
                .orElseThrow(() -> new StepException(Problem.of("there is no complete toolchain for " + target)
                        .expected(program + " in " + Command.path())
                        .remedy("gristmill doctor --install")));
    }

    private static Optional<Path> toldByCompiler(String prefix, String program)
            throws IOException, InterruptedException {
        var told = Path.of(firstLine(prefix + "gcc", "-print-prog-name=" + program));
        return told.isAbsolute() ? Optional.of(told.normalize()) : Children.which(told.toString());
    }

    /** The libraries of those programs in which part of the work is done. */
    private static List<Path> librariesOf(List<Path> programs) throws IOException, InterruptedException {
        if (Children.which("ldd").isEmpty()) {
            return List.of();
        }
        var argv = Stream.concat(Stream.of("ldd"), programs.stream().map(Path::toString));
        return Children.collect(Command.of(Path.of("/"), argv.toArray(String[]::new))).output().stream()
                .map(ToolchainFinder::libraryIn)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** Reads {@code libbfd-2.40-system.so => /lib/x86_64-linux-gnu/libbfd-2.40-system.so (0x...)}. */
    private static Optional<Path> libraryIn(String line) {
        var name = line.strip();
        int arrow = name.indexOf(" => /");
        int end = name.lastIndexOf(" (");
        return arrow > 0 && end > arrow && WORKING_LIBRARIES.stream().anyMatch(name::startsWith)
                ? Optional.of(Path.of(name.substring(arrow + 4, end)))
                : Optional.empty();
    }

    private static String describe(String prefix) throws IOException, InterruptedException {
        var linker = firstLine(prefix + "ld", "--version");
        return "gcc " + firstLine(prefix + "gcc", "-dumpfullversion") + ", binutils "
                + linker.substring(linker.lastIndexOf(' ') + 1);
    }

    private static String firstLine(String... argv) throws IOException, InterruptedException {
        var command = Command.of(Path.of("/"), argv);
        var outcome = Children.collect(command);
        if (!outcome.succeeded() || outcome.output().isEmpty()) {
            throw new StepException(Problem.of("a program of the toolchain does not run")
                    .where(command)
                    .found("status " + outcome.status() + "\n" + String.join("\n", outcome.output())));
        }
        return outcome.output().getFirst().strip();
    }
}
