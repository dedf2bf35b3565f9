package dev.gristmill.kernel;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a compile leaves, without one: for tests of those who read it. */
public final class Compiled {
    public static final Digest PATCH = Digest.of("a patch");

    private final Path tree;
    private final Path out;

    private Compiled(Path folder) {
        tree = folder.resolve("tree");
        out = folder.resolve("out");
    }

    /** A tree with two units and a header, and Kbuild's notes of compiling one of them and programs of the build. */
    public static Compiled in(Path folder) throws IOException {
        var compiled = new Compiled(folder);
        compiled.source("init/main.c", "// SPDX-License-Identifier: GPL-2.0-only\nint main;\n");
        compiled.source("fs/never.c", "// SPDX-License-Identifier: GPL-2.0\n");
        compiled.source(
                "include/linux/init.h", "/* SPDX-License-Identifier: (GPL-2.0 WITH Linux-syscall-note) OR MIT */\n");
        compiled.source("include/linux/odd.h", "/* SPDX-License-Identifier: Friendly-1.0 */\n");
        compiled.source("arch/x86/entry.S", "no licence here\n");
        compiled.source("scripts/mod/modpost.c", "/* SPDX-License-Identifier: GPL-2.0 */\n");
        compiled.object("init/main.o", " -D__KERNEL__ ", "init/main.c", "include/linux/init.h", "include/linux/odd.h");
        compiled.object("arch/x86/entry.o", " -D__KERNEL__ ", "arch/x86/entry.S", "include/linux/init.h");
        compiled.object("scripts/mod/modpost.o", " ", "scripts/mod/modpost.c");
        return compiled;
    }

    private void source(String path, String text) throws IOException {
        var file = tree.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    void object(String path, String flags, String unit, String... parts) throws IOException {
        var file = out.resolve(path).resolveSibling("." + Path.of(path).getFileName() + ".cmd");
        Files.createDirectories(file.getParent());
        var text =
                new StringBuilder("cmd_" + path + " := gcc -nostdinc" + flags + "-c -o " + path + " " + unit + "\n\n");
        text.append("source_")
                .append(path)
                .append(" := ")
                .append(tree.resolve(unit))
                .append("\n\n");
        text.append("deps_").append(path).append(" := \\\n");
        text.append("    $(wildcard include/config/SMP) \\\n");
        for (var part : parts) {
            text.append("  ").append(tree.resolve("init/..").resolve(part)).append(" \\\n");
        }
        text.append("  include/generated/autoconf.h \\\n  /usr/include/stdio.h \\\n\n");
        text.append(path)
                .append(": $(deps_")
                .append(path)
                .append(")\n\n$(deps_")
                .append(path)
                .append("):\n");
        Files.writeString(file, text);
    }

    public Path tree() {
        return tree;
    }

    /** The list of what was compiled. */
    public Optional<CompiledSources> sources() throws IOException {
        var file = out.resolveSibling("sources.tsv");
        CompiledSources.write(tree, out, file);
        return CompiledSources.in(file);
    }

    public static KernelRequest request(Path folder, Architecture architecture) throws IOException {
        var source = new SourceTree(
                folder,
                Release.parse("5.10.262").orElseThrow(),
                Digest.of("source"),
                Instant.parse("2026-07-30T10:56:00Z"),
                "Debian source package, linux_5.10.262.orig.tar.xz",
                List.of(PATCH));
        var config = Files.writeString(folder.resolve("config"), "CONFIG_64BIT=y\n");
        var toolchain = new Toolchain(architecture, "", "gcc 12.2.0, binutils 2.40", Digest.of("gcc"));
        return KernelRequest.of(source, config, Digest.of(config), toolchain, "tiny");
    }

    /** Makes the store know how that kernel was built, and of what where there is a list. */
    public static void remember(Store store, KernelRequest request, Optional<Path> sources) throws IOException {
        new BuildRecords(store).remember(request);
        if (sources.isPresent()) {
            var entry = store.kernels().resolve(request.key().hex());
            Files.createDirectories(entry);
            Files.copy(sources.get(), entry.resolve(BuiltKernels.SOURCES));
        }
    }

    public static BuildRecord record(KernelRequest request) {
        return BuildRecord.of(request);
    }
}
