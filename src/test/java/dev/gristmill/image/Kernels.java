package dev.gristmill.image;

import dev.gristmill.contract.BootFiles;
import dev.gristmill.contract.ModuleFiles;
import dev.gristmill.kernel.BuiltKernel;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import dev.gristmill.model.Vmm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Kernels as small as they can be, and still such as a VMM would take. */
public final class Kernels {
    /** The files of a modules folder. */
    public static final List<String> MODULES = List.of(
            "kernel/fs/xfs/xfs.ko",
            "kernel/net/ipv4/netfilter/nf-odd name+1,2=~#%@.ko",
            "kernel/net/ipv4/netfilter/" + "long-".repeat(30) + "name.ko",
            "kernel.txt",
            "modules.dep",
            "modules.order");

    private Kernels() {}

    public static BuiltKernel plain(Path folder, String release, Architecture architecture) throws IOException {
        Files.createDirectories(folder);
        var content = architecture == Architecture.X86_64 ? BootFiles.vmlinux() : BootFiles.image();
        return new BuiltKernel(
                Digest.of("a build of " + release + " for " + architecture),
                architecture,
                Release.parse(release).orElseThrow(),
                release,
                Files.write(folder.resolve("boot-file-" + architecture), content),
                Files.writeString(folder.resolve("config-" + architecture), "CONFIG_64BIT=y\n"),
                Optional.empty(),
                Instant.parse("2026-03-01T10:20:30Z"));
    }

    /** With modules whose files are created in an order that depends on the seed. */
    public static BuiltKernel modular(Path folder, String release, Architecture architecture, int seed)
            throws IOException {
        var plain = plain(folder, release, architecture);
        var modules = folder.resolve("modules-" + architecture);
        var names = new ArrayList<>(MODULES);
        Collections.shuffle(names, new Random(seed));
        for (var name : names) {
            Files.createDirectories(modules.resolve(name).getParent());
            Files.write(modules.resolve(name), content(name, release));
        }
        return withModules(plain, modules);
    }

    /** What is in that file of a modules folder: a module, or its name. */
    public static byte[] content(String name, String release) {
        return name.endsWith(".ko") ? ModuleFiles.of(name, release) : name.getBytes(StandardCharsets.UTF_8);
    }

    static BuiltKernel withModules(BuiltKernel kernel, Path modules) {
        return new BuiltKernel(
                kernel.buildKey(),
                kernel.architecture(),
                kernel.release(),
                kernel.kernelRelease(),
                kernel.bootFile(),
                kernel.config(),
                Optional.of(modules),
                kernel.date());
    }

    public static KernelImageSpec spec(BuiltKernel kernel, String profile) {
        return KernelImageSpec.of(kernel, profile, EnumSet.allOf(Vmm.class));
    }
}
