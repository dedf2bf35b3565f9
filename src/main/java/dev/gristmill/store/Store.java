package dev.gristmill.store;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folders of a store. Reading needs nothing more; whatever writes goes through {@link #temporary} and one of the
 * {@code publish} methods, so that a reader never sees half an entry. Nothing is created before it is needed.
 */
public final class Store implements AutoCloseable {
    private static final Duration USE_IS_NOTED_AGAIN_AFTER = Duration.ofMinutes(10);

    private final Path root;
    private @Nullable WorkFolder work;

    public Store(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** {@code $GRISTMILL_STORE}, or {@code gristmill} under the XDG cache folder. */
    public static Path defaultRoot(Map<String, String> environment) {
        var own = environment.getOrDefault("GRISTMILL_STORE", "");
        if (!own.isEmpty()) {
            return Path.of(own);
        }
        var cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        var base = cache.isEmpty() ? Path.of(environment.getOrDefault("HOME", "/root"), ".cache") : Path.of(cache);
        return base.resolve("gristmill");
    }

    public Path root() {
        return root;
    }

    /** Verified archives and indexes, by what they are. */
    public Path sources() {
        return root.resolve("sources");
    }

    /** Unpacked pristine source trees, by the hash of their archive. Never written to once there. */
    public Path trees() {
        return root.resolve("trees");
    }

    /** Resolved configurations, by the hash of everything they were resolved from. */
    public Path configurations() {
        return root.resolve("configurations");
    }

    /** Built kernels, by build key. */
    public Path kernels() {
        return root.resolve("kernels");
    }

    /** Where kernels are compiled, by build key; what an interrupted compile left is gone on with. */
    public Path compiling() {
        return root.resolve("compiling");
    }

    /** What ccache keeps of compiles, by the kind of compile. */
    public Path compilerCaches() {
        return root.resolve("ccache");
    }

    /** What kernels were asked to be built from, by build key. */
    public Path records() {
        return root.resolve("records");
    }

    /** Symbols of built kernels, by build key; only where they were asked for. */
    public Path symbols() {
        return root.resolve("symbols");
    }

    /** Records of packed images, by image key. */
    public Path images() {
        return root.resolve("images");
    }

    /** OCI blobs, by digest. */
    public Path blobs() {
        return root.resolve("blobs").resolve("sha256");
    }

    /** Programs that run as init in guests, by the hash of what they were compiled from and with. */
    public Path guests() {
        return root.resolve("guests");
    }

    /** What boots of kernels came to, by the hash of the boot file and the machine. */
    public Path proofs() {
        return root.resolve("proofs");
    }

    /** Small remembered facts that save time and decide nothing: durations, tool hashes by file stamp. */
    public Path memory() {
        return root.resolve("memory");
    }

    /** Unpacked root file systems of builders, by the digest of their layer. Never written to once there. */
    public Path builders() {
        return root.resolve("builders");
    }

    /** Build logs, kept for people. */
    public Path logs() {
        return root.resolve("logs");
    }

    /**
     * A new path in this run's own work folder; nothing is there yet. The work folder is on the same file system as
     * the entries, and is removed with whatever is still in it when the run ends, or by the next run.
     *
     * @param hint what it is for, so that people who look can tell
     */
    public synchronized Path temporary(String hint) {
        try {
            return work().next(hint);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private synchronized WorkFolder work() throws IOException {
        if (work == null) {
            work = WorkFolder.open(root.resolve("work"));
        }
        return work;
    }

    /** Makes a finished file or folder the entry at that path, whole or not at all. An entry that is there wins. */
    public void publish(Path finished, Path entry) {
        try {
            Files.createDirectories(entry.getParent());
            if (Files.isRegularFile(finished)) {
                sync(finished);
            }
            moveInto(finished, entry);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * Notes that an entry is used now; {@code store gc} goes by it. Cheap enough for every use.
     *
     * @param entry as the store names it: not a file inside an entry that is a folder
     */
    public static void used(Path entry) {
        try {
            var now = Instant.now();
            var last = Files.getLastModifiedTime(entry).toInstant();
            if (last.isBefore(now.minus(USE_IS_NOTED_AGAIN_AFTER))) {
                Files.setLastModifiedTime(entry, FileTime.from(now));
            }
        } catch (IOException e) {
            // A store that may only be read keeps no account.
        }
    }

    /** Removes an entry, whole or not at all. */
    public void remove(Path entry) {
        try {
            var gone = temporary("removed");
            Files.move(entry, gone, StandardCopyOption.ATOMIC_MOVE);
            Folders.delete(gone);
        } catch (NoSuchFileException e) {
            // Another run was faster.
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Writes a small text entry, in place of an earlier one. */
    public void publishText(String content, Path entry) {
        try {
            var file = temporary("text");
            Files.writeString(file, content, StandardCharsets.UTF_8);
            sync(file);
            Files.createDirectories(entry.getParent());
            Files.move(file, entry, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * Waits until no other thread or process holds that name, and holds it until closed.
     *
     * @param name file-name characters only
     */
    public Lock lock(String name) throws InterruptedException {
        try {
            work(); // who locks is at something that takes time, and garbage collection has to know
            return Lock.acquire(root.resolve("locks").resolve(name + ".lock"));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Removes this run's work folder. */
    @Override
    public synchronized void close() {
        if (work != null) {
            work.close();
            work = null;
        }
    }

    private static void moveInto(Path finished, Path entry) throws IOException {
        try {
            Files.move(finished, entry, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(entry)) {
                throw e;
            }
            Folders.delete(finished); // somebody else was first with the same key
        }
    }

    private static void sync(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private StepException unusable(IOException cause) {
        return new StepException(
                Problem.of("the store cannot be written")
                        .where(root)
                        .found(cause)
                        .remedy("free some space or check its permissions; --store or GRISTMILL_STORE names another"),
                cause);
    }
}
