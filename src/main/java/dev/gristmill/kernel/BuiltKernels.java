package dev.gristmill.kernel;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import dev.gristmill.store.Folders;
import dev.gristmill.store.Seal;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The kernels of a store. An entry is the folder {@code kernels/<build key>}:
 *
 * <pre>
 * boot-file   what a VMM boots
 * config      the resolved configuration
 * modules/    what belongs at /lib/modules/&lt;release&gt;; only for kernels with modules
 * metadata    lines "name value"
 * seal        the hash of all that; not in entries of older versions
 * sources.tsv the files of the source that were compiled; not in entries of older versions
 * </pre>
 */
public final class BuiltKernels {
    static final String BOOT_FILE = "boot-file";
    static final String CONFIG = "config";
    static final String MODULES = "modules";
    static final String SOURCES = "sources.tsv";
    private static final String METADATA = "metadata";
    private static final String FORM = "1";

    private final Store store;

    public BuiltKernels(Store store) {
        this.store = store;
    }

    /** The kernel of that key, if it was built; a damaged entry counts as none. */
    public Optional<BuiltKernel> find(Digest key) {
        var found = load(entry(key), key);
        found.ifPresent(kernel -> Store.used(entry(key)));
        return found;
    }

    /** The files that the kernel of that key was compiled from, if they were noted. */
    public Optional<CompiledSources> sources(Digest key) {
        return CompiledSources.in(sourcesFile(key));
    }

    /** Where they are noted, or would be. */
    public Path sourcesFile(Digest key) {
        return entry(key).resolve(SOURCES);
    }

    /** The symbols of the kernel of that key, if they were kept. */
    Optional<KernelSymbols> symbols(Digest key) {
        var entry = store.symbols().resolve(key.hex());
        var found = KernelSymbols.in(entry);
        found.ifPresent(symbols -> Store.used(entry));
        return found;
    }

    void publishSymbols(Path folder, Digest key) throws IOException {
        Seal.put(folder);
        Folders.sync(folder);
        store.publish(folder, store.symbols().resolve(key.hex()));
    }

    /** Makes that folder, complete but for its metadata, the entry of the key. */
    BuiltKernel publish(Path finished, KernelRequest request, String kernelRelease) throws IOException {
        var key = request.key();
        var metadata = "form " + FORM + "\nbuild-key " + key.hex() + "\narchitecture " + request.architecture()
                + "\nrelease " + request.source().release() + "\nkernel-release " + kernelRelease + "\ndate "
                + request.source().date() + "\nboot-file-bytes " + Files.size(finished.resolve(BOOT_FILE)) + "\n";
        Files.writeString(finished.resolve(METADATA), metadata);
        Seal.put(finished);
        Folders.sync(finished);
        // Nobody else is at it: whoever publishes holds the lock of the key.
        Folders.delete(entry(key));
        store.publish(finished, entry(key));
        return find(key).orElseThrow();
    }

    /**
     * Makes a folder that came from elsewhere the entry of the key, if it is the kernel that was asked for.
     *
     * @throws IOException if it is damaged, or another one
     */
    BuiltKernel adopt(Path folder, KernelRequest request) throws IOException {
        var key = request.key();
        requireNoLinks(folder);
        var sealed = Seal.holds(folder);
        if (sealed.isEmpty()) {
            Seal.put(folder);
        } else if (!sealed.get()) {
            throw new IOException("its files are not those that were sealed");
        }
        requireSame(folder, request);
        Folders.sync(folder);
        Folders.delete(entry(key));
        store.publish(folder, entry(key));
        return find(key).orElseThrow();
    }

    /** What a link leads to would be packed, whatever it is. A kernel that was built here has none. */
    private static void requireNoLinks(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files::iterator) {
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    throw new IOException("it holds " + folder.relativize(file) + ", which is no file and no folder");
                }
            }
        }
    }

    private static void requireSame(Path folder, KernelRequest request) throws IOException {
        var key = request.key();
        var named = metadata(folder.resolve(METADATA)).getOrDefault("build-key", "nothing");
        if (!named.equals(key.hex())) {
            throw new IOException("expected the kernel of " + key + ", found that of " + named);
        }
        var kernel = load(folder, key).orElseThrow(() -> new IOException("its metadata do not fit its files"));
        var release = request.source().release();
        requireSame("architecture", request.architecture(), kernel.architecture());
        requireSame("release", release, kernel.release());
        // Folders in images are named after it.
        requireSame("release string", release.toString(), kernel.kernelRelease());
        requireSame("date", request.source().date(), kernel.date());
        requireSame("configuration", request.inputs().config(), Digest.of(kernel.config()));
    }

    private static void requireSame(String what, Object expected, Object found) throws IOException {
        if (!found.equals(expected)) {
            throw new IOException("expected the " + what + " " + expected + ", found " + found);
        }
    }

    Path entry(Digest key) {
        return store.kernels().resolve(key.hex());
    }

    private static Optional<BuiltKernel> load(Path entry, Digest key) {
        try {
            var metadata = metadata(entry.resolve(METADATA));
            var bootFile = entry.resolve(BOOT_FILE);
            if (!metadata.getOrDefault("form", "").equals(FORM)
                    || Files.size(bootFile) != Long.parseLong(metadata.getOrDefault("boot-file-bytes", "-1"))) {
                return Optional.empty();
            }
            var modules = entry.resolve(MODULES);
            return Optional.of(new BuiltKernel(
                    key,
                    Architecture.named(metadata.getOrDefault("architecture", ""))
                            .orElseThrow(),
                    Release.parse(metadata.getOrDefault("release", "")).orElseThrow(),
                    metadata.getOrDefault("kernel-release", ""),
                    bootFile,
                    entry.resolve(CONFIG),
                    Files.isDirectory(modules) ? Optional.of(modules) : Optional.empty(),
                    Instant.parse(metadata.getOrDefault("date", ""))));
        } catch (IOException | NoSuchElementException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty(); // not there, or not what publish() writes
        }
    }

    private static Map<String, String> metadata(Path file) throws IOException {
        var values = new HashMap<String, String>();
        for (var line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            int space = line.indexOf(' ');
            if (space > 0) {
                values.put(line.substring(0, space), line.substring(space + 1));
            }
        }
        return values;
    }
}
