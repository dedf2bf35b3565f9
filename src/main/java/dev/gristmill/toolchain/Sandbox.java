package dev.gristmill.toolchain;

import dev.gristmill.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A builder's root file system with a few of our folders in it and nothing else of this machine: no network, no home, no
 * store, no other processes, no variables. Made by bubblewrap, for root and for ordinary users.
 */
public final class Sandbox implements Workshop {
    static final String PROGRAM = "bwrap";

    /** Else a signal ends bubblewrap, and with it the programs inside, before they have heard of it and tidied up. */
    private static final List<String> DEAF = List.of("sh", "-c", "trap '' HUP INT TERM; exec \"$@\"", "sh");

    private static final List<String> HEARING = List.of("env", "--default-signal");

    private final Path root;
    private final List<Folder> folders;

    Sandbox(Path root, List<Folder> folders) {
        this.root = root;
        this.folders = List.copyOf(folders);
    }

    @Override
    public Command command(List<String> argv, Path directory, SortedMap<String, String> environment) {
        var all = new ArrayList<>(DEAF);
        all.addAll(List.of(PROGRAM, "--unshare-all", "--die-with-parent", "--hostname", "gristmill"));
        addRoot(all);
        all.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"));
        for (var folder : folders) {
            all.addAll(List.of(
                    folder.writable() ? "--bind" : "--ro-bind", folder.path().toString(), folder.name()));
        }
        // What it all hangs in is an empty file system in memory, which shall stay that way.
        all.addAll(List.of("--remount-ro", "/", "--chdir", inside(directory), "--clearenv"));
        variables(environment).forEach((name, value) -> all.addAll(List.of("--setenv", name, value)));
        all.add("--");
        all.addAll(HEARING);
        all.addAll(argv);
        return new Command(all, Path.of("/"), Command.plainEnvironment());
    }

    @Override
    public String inside(Path path) {
        for (var folder : folders) {
            if (path.startsWith(folder.path())) {
                var rest = folder.path().relativize(path).toString();
                return rest.isEmpty() ? folder.name() : folder.name() + "/" + rest;
            }
        }
        return "/"; // nothing else is there
    }

    private void addRoot(List<String> argv) {
        try (var entries = Files.newDirectoryStream(root)) {
            for (var entry : entries) {
                var place = "/" + entry.getFileName();
                if (Files.isSymbolicLink(entry)) {
                    argv.addAll(
                            List.of("--symlink", Files.readSymbolicLink(entry).toString(), place));
                } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    argv.addAll(List.of("--ro-bind", entry.toString(), place));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SortedMap<String, String> variables(SortedMap<String, String> environment) {
        var all = new TreeMap<String, String>();
        all.putAll(Command.plainEnvironment());
        all.put("PATH", "/usr/bin:/usr/sbin");
        all.putAll(environment);
        return all;
    }
}
