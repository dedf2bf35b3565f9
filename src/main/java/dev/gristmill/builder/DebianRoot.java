package dev.gristmill.builder;

import dev.gristmill.catalogue.PinnedPackage;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.process.Children;
import dev.gristmill.process.Command;
import dev.gristmill.progress.Progress;
import dev.gristmill.progress.Task;
import dev.gristmill.source.apt.AptConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;

/**
 * Packages of a Debian suite, unpacked into a folder by {@code mmdebstrap}: APT checks where they come from, and none of
 * their scripts runs, so that it takes neither root nor a processor of their architecture.
 */
final class DebianRoot {
    private static final String PROGRAM = "mmdebstrap";
    private static final Path ARCHIVES = Path.of("var", "cache", "apt", "archives");
    private static final int TOLD = 20;
    private static final int NAMED = 10;

    /** As Debian has it since 12: packages of before put files into either of the two. */
    private static final String MERGE_USR =
            "for d in bin sbin lib lib64; do mkdir -p \"$1/usr/$d\" && ln -s \"usr/$d\" \"$1/$d\" || exit 1; done";

    private final AptConfiguration configuration;
    private final Progress progress;

    DebianRoot(AptConfiguration configuration, Progress progress) {
        this.configuration = configuration;
        this.progress = progress;
    }

    /**
     * Makes a root.
     *
     * @param folder nothing is there yet; becomes a folder with the folder {@code root}
     * @param pinned exactly these packages; where it is empty, the newest of what a builder needs
     * @return what it is made of, sorted
     * @throws StepException if a package cannot be had, or is not the pinned one
     */
    List<PinnedPackage> make(Path folder, String suite, Architecture host, List<PinnedPackage> pinned)
            throws IOException, InterruptedException {
        if (Children.which(PROGRAM).isEmpty()) {
            throw new StepException(Problem.of("there is no " + PROGRAM + ", which unpacks a builder's packages")
                    .remedy("apt-get install " + PROGRAM));
        }
        var root = Files.createDirectories(folder.resolve("root"));
        var sources = new AptSuite(suite, configuration);
        sources.writeSources(folder.resolve("sources.list"));
        sources.writeOptions(folder.resolve("apt.conf"));
        try (var task = progress.begin("builder " + suite + " " + host, "packages", Progress.Unit.STEPS)) {
            run(command(folder, root, suite, host, pinned), suite, task);
            var packages = packages(root);
            if (!pinned.isEmpty()) {
                requireSame(pinned, packages);
            }
            task.done(packages.size() + " packages");
            return packages;
        }
    }

    private static Command command(
            Path folder, Path root, String suite, Architecture host, List<PinnedPackage> pinned) {
        var wanted = pinned.isEmpty()
                ? Packages.of(host)
                : pinned.stream().map(one -> one.name() + "=" + one.version()).toList();
        var argv = List.of(
                PROGRAM,
                "--mode=chrootless",
                "--variant=extract",
                "--format=directory",
                "--architectures=" + host.ociName(), // which is Debian's name too
                "--setup-hook=" + MERGE_USR,
                "--aptopt=" + folder.resolve("apt.conf"),
                "--include=" + String.join(",", wanted),
                "--skip=cleanup/apt", // the packages are read again below
                suite,
                root.toString(),
                folder.resolve("sources.list").toString());
        // With the whole environment of the caller, who may have set a proxy there.
        return new Command(argv, folder, new TreeMap<>(System.getenv())).with(Command.plainEnvironment());
    }

    private static void run(Command command, String suite, Task task) throws IOException, InterruptedException {
        Deque<String> last = new ArrayDeque<>();
        int status = Children.run(command, line -> {
            if (line.startsWith("I: ")) {
                task.detail(line.substring(3));
            }
            last.addLast(line);
            if (last.size() > TOLD) {
                last.removeFirst();
            }
        });
        if (status != 0) {
            throw new StepException(Problem.of("the packages of a builder cannot be had")
                    .where("suite " + suite)
                    .found(String.join("\n", last) + "\n" + PROGRAM + ": status " + status)
                    .remedy("where the lock pins packages that the archive no longer has, 'gristmill builder create"
                            + " --update' takes the newest, or a mirror that keeps old ones has them"));
        }
    }

    /** From the files that APT verified before it unpacked them: {@code make_4.3-4.1_amd64.deb}. */
    private static List<PinnedPackage> packages(Path root) throws IOException {
        var packages = new ArrayList<PinnedPackage>();
        try (var files = Files.newDirectoryStream(root.resolve(ARCHIVES), "*.deb")) {
            for (var file : files) {
                var name = file.getFileName().toString();
                var parts = name.substring(0, name.length() - ".deb".length()).split("_", -1);
                if (parts.length != 3) {
                    throw new IOException("a package of the name " + name);
                }
                packages.add(new PinnedPackage(parts[0], parts[1].replace("%3a", ":"), parts[2], Digest.of(file)));
            }
        }
        return packages.stream().sorted().toList();
    }

    private static void requireSame(List<PinnedPackage> pinned, List<PinnedPackage> found) {
        var missing = new ArrayList<>(pinned);
        missing.removeAll(new HashSet<>(found));
        var further = new ArrayList<>(found);
        further.removeAll(new HashSet<>(pinned));
        if (!missing.isEmpty() || !further.isEmpty()) {
            throw new StepException(Problem.of("the archive has other packages than the lock pins")
                    .expected(shown(missing))
                    .found(shown(further))
                    .remedy("'gristmill builder create --update' takes what there is now"));
        }
    }

    private static String shown(List<PinnedPackage> packages) {
        var lines = packages.stream().limit(NAMED).map(PinnedPackage::toString).toList();
        return lines.isEmpty() ? "nothing more" : String.join("\n", lines) + (packages.size() > NAMED ? "\n..." : "");
    }
}
