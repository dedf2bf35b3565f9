package dev.gristmill.builder;

import dev.gristmill.model.Architecture;
import java.util.ArrayList;
import java.util.List;

/** What a builder is made of, apart from what these packages depend on. */
final class Packages {
    /** What scripts of a kernel's build take for granted: parts of what Debian calls essential. */
    private static final List<String> BASE = List.of(
            "bash",
            "bzip2",
            "coreutils",
            "dash",
            "debianutils",
            "diffutils",
            "findutils",
            "grep",
            "gzip",
            "hostname",
            "mawk",
            "ncurses-base",
            "sed",
            "tar",
            "util-linux");

    private static final List<String> BUILDING = List.of(
            "bc",
            "binutils",
            "bison",
            "ccache",
            "cpio",
            "distcc",
            "dwarves",
            "flex",
            "gcc",
            "kmod",
            "libelf-dev",
            "libncurses-dev",
            "libssl-dev",
            "lz4",
            "make",
            "openssl",
            "patch",
            "perl",
            "python3",
            "rsync",
            "xz-utils",
            "zstd");

    private Packages() {}

    /** For machines of that architecture, with a compiler for every target. */
    static List<String> of(Architecture host) {
        var all = new ArrayList<>(BASE);
        all.addAll(BUILDING);
        for (var target : Architecture.values()) {
            if (target != host) {
                all.add("gcc-" + target.gnuTriplet().replace('_', '-'));
            }
        }
        return List.copyOf(all);
    }
}
