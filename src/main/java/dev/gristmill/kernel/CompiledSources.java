package dev.gristmill.kernel;

import dev.gristmill.model.Digest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which files of the source tree a compile took, from what Kbuild notes of each object in a {@code .cmd} file (scripts/basic/fixdep.c): the unit that
 * was compiled and all that the compiler read for it. Objects of programs that run during the build do not count: only the
 * kernel's own are compiled with {@code -D__KERNEL__}. Generated files are not in the tree and so not in the list.
 */
public final class CompiledSources {
    private static final String FORM = "gristmill sources 1";
    private static final String KERNEL = " -D__KERNEL__ ";
    private static final int LICENSE_LINES = 8;
    private static final String LICENSE = "SPDX-License-Identifier:";

    private final Path file;

    private CompiledSources(Path file) {
        this.file = file;
    }

    /** The list in that file; nothing if there is none. */
    static Optional<CompiledSources> in(Path file) {
        return Files.isRegularFile(file) ? Optional.of(new CompiledSources(file)) : Optional.empty();
    }

    /** Sorted by path; to be closed. */
    public Stream<CompiledSource> stream() throws IOException {
        var lines = Files.lines(file, StandardCharsets.UTF_8);
        return lines.skip(1).map(CompiledSource::parse);
    }

    /** Of the list as a whole. */
    public Digest digest() throws IOException {
        return Digest.of(file);
    }

    /** Writes the list where the build calls the tree by its real path. */
    static void write(Path tree, Path out, Path file) throws IOException {
        write(tree, tree.toRealPath().toString(), out, file);
    }

    /**
     * Writes the list, where there is anything to list.
     *
     * @param tree the source tree
     * @param named what the build calls it
     * @param out where it was compiled
     */
    static void write(Path tree, String named, Path out, Path file) throws IOException {
        var found = new Collector(tree.toRealPath(), Path.of(named));
        try (var files = Files.walk(out)) {
            for (var command : (Iterable<Path>) files.filter(CompiledSources::isOfAnObject)::iterator) {
                found.read(command);
            }
        }
        if (found.units.isEmpty()) {
            return; // not Kbuild
        }
        try (var writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            writer.append(FORM).append('\n');
            for (var one : found.units.entrySet()) {
                writer.append(describe(found.tree, one.getKey(), one.getValue()).line())
                        .append('\n');
            }
        }
    }

    private static boolean isOfAnObject(Path file) {
        var name = file.getFileName().toString();
        return name.startsWith(".") && name.endsWith(".o.cmd");
    }

    private static CompiledSource describe(Path tree, String path, boolean unit) throws IOException {
        var sha256 = Digest.algorithm();
        var sha1 = sha1();
        var file = tree.resolve(path);
        try (var in = Files.newInputStream(file)) {
            var buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
                sha1.update(buffer, 0, n);
            }
        }
        return new CompiledSource(
                path, Digest.from(sha256), HexFormat.of().formatHex(sha1.digest()), license(file), unit);
    }

    /** SPDX 2.3, section 8.4, demands it of each file; nothing relies on it. */
    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }

    private static Optional<String> license(Path file) throws IOException {
        try (var reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (int i = 0; i < LICENSE_LINES; i++) {
                var line = reader.readLine();
                if (line == null) {
                    return Optional.empty();
                }
                int at = line.indexOf(LICENSE);
                if (at >= 0) {
                    return expression(line.substring(at + LICENSE.length()));
                }
            }
        }
        return Optional.empty();
    }

    /** What stands before the end of a comment, if it has the characters of a license expression. */
    static Optional<String> expression(String rest) {
        int end = rest.indexOf("*/");
        var text = (end < 0 ? rest : rest.substring(0, end)).strip();
        boolean plain = !text.isEmpty()
                && text.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || " .-+()".indexOf(c) >= 0);
        return plain ? Optional.of(text) : Optional.empty();
    }

    /** Paths of the tree, each with whether it is a unit. */
    private static final class Collector {
        private final Path tree;
        private final Path named;
        private final String root;
        private final Set<String> seen = new HashSet<>();
        private final SortedMap<String, Boolean> units = new TreeMap<>();

        Collector(Path tree, Path named) {
            this.tree = tree;
            this.named = named;
            this.root = named + "/";
        }

        void read(Path command) throws IOException {
            try (var reader = Files.newBufferedReader(command, StandardCharsets.ISO_8859_1)) {
                var first = reader.readLine();
                if (first != null && first.contains(KERNEL)) {
                    readLines(reader);
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        private void readLines(BufferedReader reader) throws IOException {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("source_")) {
                    add(line.substring(line.indexOf(":=") + 2).strip(), true);
                } else if (line.startsWith("  " + root)) {
                    int end = line.indexOf(' ', 2);
                    add(end < 0 ? line.substring(2) : line.substring(2, end), false);
                }
            }
        }

        private void add(String path, boolean unit) {
            if (!path.startsWith(root) || !unit && !seen.add(path)) {
                return;
            }
            var file = Path.of(path).normalize();
            if (!file.startsWith(named)) {
                return;
            }
            var below = named.relativize(file);
            if (Files.isRegularFile(tree.resolve(below))) {
                units.merge(below.toString(), unit, Boolean::logicalOr);
            }
        }
    }
}
