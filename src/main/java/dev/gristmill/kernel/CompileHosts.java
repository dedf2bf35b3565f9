package dev.gristmill.kernel;

import dev.gristmill.model.CompileHost;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Folders;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Machines that compile for this one, through {@code distcc}. Which of them did decides no byte: a machine is asked only once
 * a compiler there has made the same object as the one here. Debug information is another matter: distcc sends files that are
 * preprocessed, and it tells so. Safe for use by several threads.
 */
public final class CompileHosts {
    private static final String PROGRAM = "distcc";

    /** With what a kernel has of names of files, lines and inlined code. */
    private static final String PROBE = """
            #define LINE __FILE__ ": a line"
            static inline unsigned long turned(unsigned long value, int by) { return value << by | value >> (64 - by); }
            const char *line(void) { return LINE; }
            unsigned long mixed(const unsigned long *values, int count) {
                unsigned long sum = __LINE__;
                for (int i = 0; i < count; i++) sum = turned(sum ^ values[i], 13) * 0x9e3779b97f4a7c15ul;
                return sum;
            }
            """;

    private final List<CompileHost> named;
    private final Store store;
    private final Progress progress;
    private final Map<String, List<CompileHost>> trusted = new HashMap<>();

    /** @param named by the catalogue; perhaps none */
    public CompileHosts(List<CompileHost> named, Store store, Progress progress) {
        this.named = List.copyOf(named);
        this.store = store;
        this.progress = progress;
    }

    /** Whether there are any. */
    public boolean named() {
        return !named.isEmpty();
    }

    /**
     * Those that make what this compiler makes. Whoever does not is named in a warning, once.
     *
     * @throws StepException if there is no distcc here
     */
    public synchronized List<CompileHost> of(Toolchain toolchain) throws InterruptedException {
        var prefix = toolchain.prefix();
        var known = trusted.get(prefix);
        if (known == null) {
            known = named.isEmpty() ? List.of() : agreeing(prefix);
            trusted.put(prefix, known);
        }
        return known;
    }

    /** What stands before the compiler in make's {@code CC}, or in ccache's {@code CCACHE_PREFIX}. */
    static String program() {
        return PROGRAM;
    }

    /**
     * For make's environment.
     *
     * @param folder where distcc keeps what it notes of hosts while a kernel is compiled
     */
    static SortedMap<String, String> variables(List<CompileHost> hosts, Path folder) {
        var list = new ArrayList<>(hosts.stream().map(CompileHost::toString).toList());
        list.add("localhost/" + Runtime.getRuntime().availableProcessors());
        return variables(String.join(" ", list), folder);
    }

    private static SortedMap<String, String> variables(String hosts, Path folder) {
        return new TreeMap<>(Map.of("DISTCC_HOSTS", hosts, "DISTCC_DIR", folder.toString(), "DISTCC_IO_TIMEOUT", "60"));
    }

    private List<CompileHost> agreeing(String prefix) throws InterruptedException {
        if (Children.which(PROGRAM).isEmpty()) {
            throw new StepException(Problem.of("the catalogue names machines that compile, and there is no distcc here")
                    .where("distcc: " + named)
                    .remedy("apt-get install distcc, or leave out the key 'distcc'"));
        }
        var folder = store.temporary("distcc");
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("probe.c"), PROBE);
            var here = probe(folder, List.of(), prefix, new TreeMap<>());
            if (!here.succeeded()) {
                return List.of(); // make will say why
            }
            var expected = Files.move(folder.resolve("probe.o"), folder.resolve("expected.o"));
            var agreeing = new ArrayList<CompileHost>();
            for (var host : named) {
                var objection = objection(host, prefix, folder, expected);
                if (objection.isEmpty()) {
                    agreeing.add(host);
                } else {
                    progress.warn(host.address() + " does not compile for " + prefix + "gcc here: " + objection);
                }
            }
            return List.copyOf(agreeing);
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the machines that compile cannot be tried")
                            .where(folder)
                            .found(e),
                    e);
        } finally {
            remove(folder);
        }
    }

    /** Why that machine is not to compile; empty if nothing speaks against it. */
    private static String objection(CompileHost host, String prefix, Path folder, Path expected)
            throws IOException, InterruptedException {
        var variables = variables(host.toString(), Files.createDirectories(folder.resolve("state")));
        variables.put("DISTCC_FALLBACK", "0");
        var there = probe(folder, List.of(PROGRAM), prefix, variables);
        if (!there.succeeded()) {
            return there.output().isEmpty()
                    ? "it gives no answer"
                    : there.output().getFirst();
        }
        long difference = Files.mismatch(expected, folder.resolve("probe.o"));
        return difference < 0
                ? ""
                : "its compiler makes other code, from byte " + difference
                        + " of an object on; install the same version there";
    }

    private static Children.Outcome probe(
            Path folder, List<String> before, String prefix, SortedMap<String, String> variables)
            throws IOException, InterruptedException {
        Files.deleteIfExists(folder.resolve("probe.o"));
        var argv = new ArrayList<>(before);
        argv.addAll(
                List.of(prefix + "gcc", "-O2", "-ffile-prefix-map=" + folder + "/=", "-c", "probe.c", "-o", "probe.o"));
        return Children.collect(Command.of(folder, argv.toArray(String[]::new)).with(variables));
    }

    private static void remove(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            // The run's work folder takes it along.
        }
    }
}
