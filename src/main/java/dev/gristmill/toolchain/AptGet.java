package dev.gristmill.toolchain;

import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How packages are installed here.
 *
 * @param root whether we may install without asking for more rights
 * @param knowsPackages whether APT has package lists
 */
record AptGet(boolean root, boolean knowsPackages) {
    private static final Path LISTS = Path.of("/var/lib/apt/lists");

    /** Nothing where there is no {@code apt-get}. */
    static Optional<AptGet> ofThisMachine() {
        return Children.which("apt-get").map(program -> new AptGet(isRoot(), hasLists(LISTS)));
    }

    /** The commands to run, one after the other. */
    List<List<String>> installing(List<String> packages) {
        var commands = new ArrayList<List<String>>();
        if (!knowsPackages) {
            commands.add(as("apt-get", "update"));
        }
        var install = new ArrayList<>(List.of("apt-get", "install", "--yes", "--no-install-recommends"));
        install.addAll(packages);
        commands.add(as(install.toArray(String[]::new)));
        return commands;
    }

    /** The same, as if APT had no package lists. */
    AptGet withoutLists() {
        return new AptGet(root, false);
    }

    /** With the whole environment of the caller, who may have set a proxy there. */
    static Command command(List<String> argv) {
        return new Command(argv, Path.of("/"), new TreeMap<>(System.getenv()));
    }

    static boolean hasLists(Path folder) {
        try (var files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().contains("_Packages"));
        } catch (IOException e) {
            return false;
        }
    }

    private List<String> as(String... aptGet) {
        var argv = new ArrayList<String>();
        if (!root) {
            argv.add("sudo");
        }
        argv.addAll(List.of("env", "DEBIAN_FRONTEND=noninteractive"));
        argv.addAll(List.of(aptGet));
        return List.copyOf(argv);
    }

    private static boolean isRoot() {
        try {
            return Files.readAttributes(Path.of("/proc/self"), "unix:uid").equals(Map.of("uid", 0));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
