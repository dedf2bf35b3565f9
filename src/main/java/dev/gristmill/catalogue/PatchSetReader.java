package dev.gristmill.catalogue;

import dev.gristmill.model.Problem;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Binds the patches of a profile; a wildcard may stand in the last part of a path. */
final class PatchSetReader {
    private static final Set<String> KEYS = Set.of("files", "from", "below");

    private final Path folder;
    private final Mistakes mistakes;

    /** @param folder what patch files are relative to */
    PatchSetReader(Path folder, Mistakes mistakes) {
        this.folder = folder;
        this.mistakes = mistakes;
    }

    PatchSet read(Node node) {
        var keys = Mapping.of(node, "a set of patches", KEYS, mistakes);
        var series = new SeriesRangeReader(mistakes).read(keys, "these patches are");
        var files = new ArrayList<Path>();
        if (keys.get("files").isEmpty()) {
            mistakes.add(
                    node, Problem.of("a set of patches needs 'files'").expected("files: [kernel/patches/*.patch]"));
        }
        keys.items("files")
                .orElse(List.of())
                .forEach(item -> keys.scalar(item).ifPresent(text -> files.addAll(matching(text, item))));
        return new PatchSet(files, series);
    }

    private List<Path> matching(String text, Node at) {
        var pattern = folder.resolve(text).normalize();
        var name = Objects.requireNonNullElse(pattern.getFileName(), pattern).toString();
        if (!name.contains("*") && !name.contains("?") && !name.contains("[")) {
            return Files.isRegularFile(pattern) ? List.of(pattern) : none(pattern, at);
        }
        try (var candidates = Files.list(Objects.requireNonNullElse(pattern.getParent(), folder))) {
            var matcher = FileSystems.getDefault().getPathMatcher("glob:" + name);
            var found = candidates
                    .filter(file -> matcher.matches(file.getFileName()) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
            return found.isEmpty() ? none(pattern, at) : found;
        } catch (IOException | PatternSyntaxException e) {
            return none(pattern, at);
        }
    }

    private List<Path> none(Path pattern, Node at) {
        mistakes.add(at, Problem.of("there is no such patch").expected("a file").found("nothing at " + pattern));
        return List.of();
    }
}
