package dev.gristmill.image;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a layer holds, by path from the image's root. Every folder above an entry is an entry; a folder sorts before
 * what is in it.
 */
record FileTree(SortedMap<String, Entry> entries) {

    sealed interface Entry {}

    record Folder() implements Entry {}

    /** A regular file whose content lies elsewhere; the size is in bytes. */
    record Content(Path source, long size, boolean executable) implements Entry {}

    /** A symbolic link. */
    record Link(String target) implements Entry {}

    FileTree {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /** Bytes of all files. */
    long size() {
        return entries.values().stream()
                .mapToLong(entry -> entry instanceof Content content ? content.size() : 0)
                .sum();
    }

    private static void requireTarget(SortedMap<String, Entry> entries, String path, String target) {
        var leadsTo = Path.of("/", path).resolveSibling(target).normalize().toString();
        if (target.startsWith("/") || !entries.containsKey(leadsTo.substring(1))) {
            throw new StepException(Problem.of("a link leads to nothing in its image")
                    .where(path)
                    .expected("a relative path to an entry of the image")
                    .found(target));
        }
    }

    /** Collects entries; two different things at one path are refused. */
    static final class Builder {
        private final SortedMap<String, Entry> entries = new TreeMap<>();

        Builder folder(String path) {
            return add(path, new Folder());
        }

        Builder file(String path, Path source) throws IOException {
            return file(path, source, false);
        }

        Builder program(String path, Path source) throws IOException {
            return file(path, source, true);
        }

        private Builder file(String path, Path source, boolean executable) throws IOException {
            if (!Files.isRegularFile(source)) {
                throw new StepException(
                        Problem.of("what is to be packed is no regular file").where(source));
            }
            return add(path, new Content(source, Files.size(source), executable));
        }

        Builder link(String path, String target) {
            return add(path, new Link(target));
        }

        /** A tree of which every link leads to an entry of it. */
        FileTree build() {
            for (var named : entries.entrySet()) {
                if (named.getValue() instanceof Link(String target)) {
                    requireTarget(entries, named.getKey(), target);
                }
            }
            return new FileTree(entries);
        }

        /** A tree whose links may lead anywhere, as those of an operating system do. */
        FileTree buildWithAnyLinks() {
            return new FileTree(entries);
        }

        private Builder add(String path, Entry entry) {
            int slash = path.lastIndexOf('/');
            if (slash >= 0) {
                add(path.substring(0, slash), new Folder());
            }
            requirePlain(path, path.substring(slash + 1));
            var earlier = entries.putIfAbsent(path, entry);
            if (earlier != null && !earlier.equals(entry)) {
                throw new StepException(Problem.of("two things want the same place in an image")
                        .where(path)
                        .found(earlier + " and " + entry));
            }
            return this;
        }

        /**
         * A name beyond ASCII would be read differently under another locale, and so give another digest; kernels
         * have none.
         */
        private static void requirePlain(String path, String name) {
            boolean plain = name.chars().allMatch(c -> c >= ' ' && c <= '~');
            if (!plain || name.isEmpty() || name.equals(".") || name.equals("..")) {
                throw new StepException(Problem.of("a file cannot be packed under its name")
                        .where(path)
                        .expected("printable ASCII, neither empty nor '.' nor '..'")
                        .found("'" + name + "'"));
            }
        }
    }
}
