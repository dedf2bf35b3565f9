package dev.gristmill.kernel;

import dev.gristmill.model.Digest;
import dev.gristmill.process.Children;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.Toolchain;
import dev.gristmill.toolchain.Workshop;
import dev.gristmill.toolchain.Workshop.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code ccache} keeps of earlier compiles of the same source, profile and architecture, for whoever changes the
 * configuration or a local tree again and again. A tree has a cache of its own, so that what runs in one source's build
 * decides nothing of another's.
 *
 * <p>A first compile goes without: it would find nothing, and takes a quarter longer to say so.
 */
final class CompilerCache {
    private static final String PROGRAM = "ccache";
    private static final String NAME = "/ccache";
    private static final String LARGEST = "2G";

    /** As ccache itself understands it. */
    private static final String OFF = "CCACHE_DISABLE";

    private final Path folder;
    private final Toolchain toolchain;

    private CompilerCache(Path folder, Toolchain toolchain) {
        this.folder = folder;
        this.toolchain = toolchain;
    }

    /** The cache for such a compile, if there was one before, and there is ccache where it runs. */
    static Optional<CompilerCache> of(Store store, KernelRequest request) {
        var folder = folder(store, request);
        var toolchain = request.toolchain();
        if (!Files.isDirectory(folder) || System.getenv(OFF) != null || !isIn(toolchain)) {
            return Optional.empty();
        }
        Store.used(folder);
        return Optional.of(new CompilerCache(folder, toolchain));
    }

    /** The next compile of its kind has one. */
    static void prepare(Store store, KernelRequest request) throws IOException {
        Files.createDirectories(folder(store, request));
    }

    private static Path folder(Store store, KernelRequest request) {
        var kind = request.source().root() + "\n" + request.toolchain().identity() + "\n" + request.profile() + "\n"
                + request.architecture();
        return store.compilerCaches().resolve(Digest.of(kind).hex());
    }

    private static boolean isIn(Toolchain toolchain) {
        return toolchain
                .root()
                .map(root -> Files.isExecutable(root.resolve("usr/bin/" + PROGRAM)))
                .orElseGet(() -> Children.which(PROGRAM).isPresent());
    }

    /** What a workshop needs for it. */
    Folder folder() {
        return Folder.toWrite(folder, NAME);
    }

    /** What stands before the compiler in make's {@code CC}. */
    static String program() {
        return PROGRAM;
    }

    /**
     * For make's environment. None of them decides a byte.
     *
     * @param log where ccache notes what came of each file
     */
    Map<String, String> variables(Workshop workshop, Path log) {
        var variables = new TreeMap<String, String>();
        variables.put("CCACHE_DIR", workshop.inside(folder));
        variables.put("CCACHE_CONFIGPATH", "/dev/null"); // this machine's settings may trade exactness for hits
        variables.put("CCACHE_MAXSIZE", LARGEST);
        // More exact than ccache's own look at the driver's time and size: it is over the compiler proper, too.
        variables.put("CCACHE_COMPILERCHECK", "string:" + toolchain.identity().hex());
        variables.put("CCACHE_STATSLOG", workshop.inside(log));
        return variables;
    }

    /** @param taken of {@code all} compilations */
    record Statistics(long taken, long all) {
        @Override
        public String toString() {
            return taken + " of " + all + " objects from ccache";
        }
    }

    /** What came of the files that a log tells of. */
    static Statistics statistics(Path log) throws IOException {
        if (!Files.exists(log)) {
            return new Statistics(0, 0);
        }
        long taken = 0;
        long missed = 0;
        try (var lines = Files.newBufferedReader(log)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                switch (line) {
                    case "direct_cache_hit", "preprocessed_cache_hit" -> taken++;
                    case "cache_miss" -> missed++;
                    default -> {}
                }
            }
        }
        return new Statistics(taken, taken + missed);
    }
}
