package dev.gristmill.boot;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.BuilderRoots;
import dev.gristmill.toolchain.Toolchain;
import dev.gristmill.toolchain.ToolchainFinder;
import dev.gristmill.toolchain.Workshop;
import dev.gristmill.toolchain.Workshop.Folder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The guest's init: a static program without libc, compiled from the sources that come with Gristmill by the compiler
 * of this machine, or where it has none, of a builder. It is compiled once for each compiler and source.
 */
public final class GuestInit {
    private static final List<String> SOURCES = List.of("init.c", "kernel.h", "text.h", "report.h", "checks.h");

    private static final List<String> OPTIONS = List.of(
            "-std=gnu11",
            "-Os",
            "-ffreestanding",
            "-nostdinc",
            "-nostdlib",
            "-static",
            "-no-pie",
            "-fno-pie",
            "-fno-stack-protector",
            "-fno-asynchronous-unwind-tables",
            "-fno-tree-loop-distribute-patterns", // it would make memset call itself
            "-Wall",
            "-Wextra",
            "-Werror",
            "-Wl,--build-id=none,-z,noexecstack,-s");

    private final Store store;
    private final ToolchainFinder toolchains;
    private final BuilderRoots builders;

    public GuestInit(Store store) {
        this.store = store;
        this.toolchains = new ToolchainFinder(store);
        this.builders = new BuilderRoots(store);
    }

    /**
     * The program, compiled unless it is there.
     *
     * @throws StepException if there is no compiler, or it refuses
     */
    public Path of(Architecture architecture) throws InterruptedException {
        return by(toolchain(architecture));
    }

    /** The same, of that compiler. */
    public Path by(Toolchain toolchain) throws InterruptedException {
        var options = options(toolchain.target());
        var entry = store.guests().resolve(key(toolchain, options).hex());
        if (!Files.isRegularFile(entry)) {
            store.publish(compile(toolchain, options), entry);
        }
        return entry;
    }

    private Toolchain toolchain(Architecture architecture) throws InterruptedException {
        if (!toolchains.has(architecture)) {
            var builder = builders.latest(architecture);
            if (builder.isPresent()) {
                return builder.get();
            }
        }
        return toolchains.find(architecture);
    }

    private static List<String> options(Architecture architecture) {
        var options = new ArrayList<>(OPTIONS);
        if (architecture == Architecture.ARM64) {
            options.add("-mno-outline-atomics"); // they are in libgcc
        }
        return options;
    }

    private static Digest key(Toolchain toolchain, List<String> options) {
        var text = new StringBuilder(toolchain.identity() + "\n" + options + "\n");
        for (var name : SOURCES) {
            text.append(name).append(' ').append(Digest.of(source(name))).append('\n');
        }
        return Digest.of(text.toString());
    }

    private Path compile(Toolchain toolchain, List<String> options) throws InterruptedException {
        var folder = store.temporary("guest");
        try {
            Files.createDirectories(folder);
            for (var name : SOURCES) {
                Files.write(folder.resolve(name), source(name));
            }
            var argv = new ArrayList<String>();
            argv.add(toolchain.prefix() + "gcc");
            argv.addAll(options);
            argv.addAll(List.of("-o", "init", "init.c"));
            var workshop = Workshop.of(toolchain, List.of(Folder.toWrite(folder, "/guest")), List.of());
            var command = workshop.command(argv, folder, new TreeMap<>());
            var outcome = Children.collect(command);
            if (!outcome.succeeded()) {
                throw new StepException(Problem.of("compiling the guest's init for " + toolchain.target() + " failed")
                        .where(command)
                        .found("status " + outcome.status() + "\n" + String.join("\n", outcome.output())));
            }
            return folder.resolve("init");
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the guest's init cannot be compiled").found(e), e);
        }
    }

    /** The text of one of its source files. */
    static byte[] source(String name) {
        try (var in = Objects.requireNonNull(GuestInit.class.getResourceAsStream("guest/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("A resource of ours cannot be read", e);
        }
    }

    static String sourceText(String name) {
        return new String(source(name), StandardCharsets.UTF_8);
    }
}
