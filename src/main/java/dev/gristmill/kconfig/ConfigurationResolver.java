package dev.gristmill.kconfig;

import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.Toolchain;
import dev.gristmill.toolchain.Workshop;
import dev.gristmill.toolchain.Workshop.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Completes configurations with the kernel's own tools, once for each request, tree and toolchain. */
public final class ConfigurationResolver {
    static final Option BTF = new Option("DEBUG_INFO_BTF");
    private static final String REQUESTED = "requested.config";
    private static final int TOLD = 20;

    private final Store store;
    private final Progress progress;
    private final ResolvedConfigurations resolved;
    // The tree's configuration program, once built, serves every architecture and profile.
    private final Map<Bench, Path> workFolders = new HashMap<>();

    /** A tree, and where its programs run: those of one builder may not run in another. */
    private record Bench(Digest tree, Optional<Path> root) {
        static Bench of(SourceTree tree, Toolchain toolchain) {
            return new Bench(tree.content(), toolchain.root());
        }
    }

    public ConfigurationResolver(Store store, Progress progress) {
        this.store = store;
        this.progress = progress;
        this.resolved = new ResolvedConfigurations(store);
    }

    /** The configuration if it was resolved before. Runs nothing. */
    public Optional<ResolvedConfiguration> known(SourceTree tree, Toolchain toolchain, ConfigurationRequest request) {
        return resolved.find(ResolvedConfigurations.key(tree.content(), toolchain, request));
    }

    /**
     * Resolves the configuration, or takes it from the store. A request from fragments goes through the gate.
     *
     * @throws StepException if make fails, or an option did not come out as asked
     * @throws dev.gristmill.model.InvalidInputException if a waiver is not needed
     * @throws InterruptedException if this thread is interrupted; no child is left
     */
    public synchronized ResolvedConfiguration resolve(
            SourceTree tree, Toolchain toolchain, ConfigurationRequest request) throws InterruptedException {
        var known = known(tree, toolchain, request);
        if (known.isPresent()) {
            return known.get();
        }
        try (var task = progress.begin(
                "linux " + tree.release() + " " + toolchain.target(), "configure", Progress.Unit.STEPS)) {
            var file = complete(tree, toolchain, request);
            var options = DotConfig.read(file);
            switch (request) {
                case RequestedConfiguration requested ->
                    OptionGate.check(requested, options, new LazyExplainer(tree, toolchain.target(), options))
                            .forEach(deviation -> tellWaived(requested.target(), deviation));
                case FullConfiguration full -> tellChanges(full, options);
            }
            var key = ResolvedConfigurations.key(tree.content(), toolchain, request);
            var published = resolved.publish(file, key, Circumstances.of(tree, toolchain));
            task.done(options.values().size() + " options");
            return published;
        } catch (IOException e) {
            throw failed(tree, toolchain, e);
        }
    }

    private void tellChanges(FullConfiguration full, DotConfig resolved) {
        var changes = ConfigurationChanges.between(full.content(), resolved);
        if (changes.count() > 0) {
            progress.note(full.file().getFileName() + ": olddefconfig changed " + changes.count() + " options\n  "
                    + String.join("\n  ", changes.summary()));
        }
    }

    private void tellWaived(Target target, Deviation deviation) {
        progress.note(target + ": " + deviation.wanted() + " is waived; it came out as "
                + deviation.found().orElse(Tristate.NO));
    }

    private Path complete(SourceTree tree, Toolchain toolchain, ConfigurationRequest request)
            throws IOException, InterruptedException {
        var folder = workFolder(Bench.of(tree, toolchain));
        var workshop = Workshop.of(
                toolchain,
                List.of(Folder.toRead(tree.root(), "/source"), Folder.toWrite(folder, "/output")),
                List.of());
        var dotConfig = folder.resolve(".config");
        Files.deleteIfExists(dotConfig);
        var arguments = new ArrayList<>(List.of("make", "-s", "O=" + workshop.inside(folder)));
        arguments.addAll(ResolvedConfigurations.variables(toolchain, request));
        switch (request) {
            case RequestedConfiguration requested -> {
                var merged = folder.resolve(REQUESTED);
                requested.writeTo(merged);
                arguments.add("KCONFIG_ALLCONFIG=" + workshop.inside(merged));
                arguments.add("allnoconfig");
            }
            case FullConfiguration full -> {
                full.content().writeTo(dotConfig);
                arguments.add("olddefconfig");
            }
        }
        var said = make(workshop.command(arguments, tree.root(), new TreeMap<>()), tree, toolchain);
        warn(tree, said, workshop.inside(folder) + "/");
        var finished = store.temporary("config");
        Files.move(dotConfig, finished);
        return finished;
    }

    private Path workFolder(Bench bench) throws IOException {
        var folder = workFolders.get(bench);
        if (folder == null) {
            folder = Files.createDirectories(store.temporary("kconfig"));
            workFolders.put(bench, folder);
        }
        return folder;
    }

    /** Returns the last of what it said. */
    private static List<String> make(Command make, SourceTree tree, Toolchain toolchain)
            throws IOException, InterruptedException {
        var last = new ArrayList<String>();
        int status = Children.run(make, line -> {
            if (last.size() == TOLD) {
                last.removeFirst();
            }
            last.add(line);
        });
        if (status != 0) {
            throw new StepException(problem(tree, toolchain)
                    .expected("exit status 0 of " + make)
                    .found(String.join("\n", last) + "\nexit status " + status)
                    .remedy("gristmill doctor lists what this machine lacks"));
        }
        return last;
    }

    /** A make that is told to be silent speaks only to warn. What it says about requested options is left to the gate. */
    private void warn(SourceTree tree, List<String> lines, String folder) {
        lines.stream()
                .map(line -> line.replace(folder, ""))
                .filter(line -> !line.startsWith(REQUESTED + ":"))
                .forEach(line -> progress.warn("configure linux " + tree.release() + ": " + line));
    }

    private static StepException failed(SourceTree tree, Toolchain toolchain, IOException cause) {
        return new StepException(problem(tree, toolchain).found(cause), cause);
    }

    private static Problem problem(SourceTree tree, Toolchain toolchain) {
        return Problem.of("the configuration of linux " + tree.release() + " for " + toolchain.target()
                + " could not be resolved");
    }
}
