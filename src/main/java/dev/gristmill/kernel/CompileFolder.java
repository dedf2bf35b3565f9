package dev.gristmill.kernel;

import dev.gristmill.model.Digest;
import dev.gristmill.store.Folders;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a kernel is compiled: one folder for each build key, so that a compile that was interrupted goes on there, as make
 * sees it. Whoever has it holds the lock of the key.
 *
 * <p>Goes on only from what make left in order: its end was seen, by its own error or by a signal that it heard, and
 * the machine has run since. What a SIGKILL or a power failure leaves may hold half a file that make takes for whole.
 */
final class CompileFolder {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final String STEPS = "steps";
    private static final Duration SETTLING = Duration.ofSeconds(2);

    /** Outlives make, whatever ends that, unless it is killed itself. Other than an ignored signal, a trap is not inherited. */
    private static final String NOTE_THE_END = "trap : HUP INT TERM; note=$1; shift; \"$@\"; status=$?; " + "cat "
            + BOOT_ID + " > \"$note\"; exit $status";

    private final Path folder;
    private final boolean resumed;

    private CompileFolder(Path folder, boolean resumed) {
        this.folder = folder;
        this.resumed = resumed;
    }

    /** The folder for that key; what is there that cannot be gone on with is removed. */
    static CompileFolder open(Store store, Digest key) throws IOException {
        var folder = store.compiling().resolve(key.hex());
        boolean resumed = isInOrder(folder);
        if (resumed) {
            forgetUnsettled(folder);
            // From here on it counts only if this compile ends in order, too.
            Files.delete(note(folder));
            for (var made : List.of("installed", "finished", "symbols")) {
                Folders.delete(folder.resolve(made));
            }
            Store.used(folder);
        } else {
            Folders.delete(folder);
        }
        Files.createDirectories(folder);
        return new CompileFolder(folder, resumed);
    }

    /**
     * Removes what changed just before the end, so that make makes it anew: a make that is told to end removes the targets
     * of its commands, and one that is only starting may create its target after that, and half of it.
     */
    private static void forgetUnsettled(Path folder) throws IOException {
        var settled = changed(note(folder)).minus(SETTLING);
        var out = folder.resolve("out");
        if (!Files.isDirectory(out)) {
            return;
        }
        try (var files = Files.walk(out)) {
            for (var file : (Iterable<Path>) files::iterator) {
                if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                        && changed(file).isAfter(settled)) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Unlike the time of writing, nothing that make runs can set this. */
    private static Instant changed(Path file) throws IOException {
        return ((FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS)).toInstant();
    }

    private static boolean isInOrder(Path folder) {
        try {
            return Files.exists(note(folder)) && Files.readString(note(folder)).equals(Files.readString(BOOT_ID));
        } catch (IOException e) {
            return false; // where there is no boot identifier to be had, nobody can tell
        }
    }

    private static Path note(Path folder) {
        return folder.resolve("ended");
    }

    /** Whether an earlier compile is gone on with. */
    boolean resumed() {
        return resumed;
    }

    /** Make's output folder. */
    Path out() {
        return folder.resolve("out");
    }

    /** Where modules are installed to. */
    Path installed() {
        return folder.resolve("installed");
    }

    /** What becomes an entry of the store. */
    Path finished() {
        return folder.resolve("finished");
    }

    /** The command, whose end is noted. */
    List<String> noting(List<String> argv) {
        var all = new ArrayList<>(
                List.of("sh", "-c", NOTE_THE_END, "sh", note(folder).toString()));
        all.addAll(argv);
        return all;
    }

    /** Steps that were done before. */
    int steps() {
        try {
            return Integer.parseInt(Files.readString(folder.resolve(STEPS)).strip());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /**
     * Keeps it for a later run if that can go on with it, else removes it. One that was gone on with and failed is not kept:
     * nobody shall fail twice for what lies there.
     *
     * @param steps done so far
     */
    void leave(int steps, boolean failed) {
        try {
            if (isInOrder(folder) && !(failed && resumed)) {
                Files.writeString(folder.resolve(STEPS), Integer.toString(steps));
            } else {
                Folders.delete(folder);
            }
        } catch (IOException e) {
            // The next run sees that it is of no use.
        }
    }

    void remove() {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            // 'store gc' removes it some day.
        }
    }
}
