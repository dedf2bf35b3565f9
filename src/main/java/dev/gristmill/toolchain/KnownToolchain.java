package dev.gristmill.toolchain;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A toolchain that was looked at, and the files it consists of. Can be written down, so that the next run has to look
 * at file stamps only.
 */
record KnownToolchain(String prefix, String description, List<Tool> tools) {
    private static final String FORM = "gristmill toolchain 1";

    KnownToolchain {
        tools = List.copyOf(tools);
    }

    /** What was written down there, if it can be read and none of the files has changed since. */
    static Optional<KnownToolchain> recall(Path file) {
        try {
            var lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            if (lines.size() < 4 || !lines.getFirst().equals(FORM)) {
                return Optional.empty();
            }
            var tools = new ArrayList<Tool>();
            for (var line : lines.subList(3, lines.size())) {
                var tool = Tool.fromLine(line);
                if (tool.isEmpty() || !tool.get().isUnchanged()) {
                    return Optional.empty();
                }
                tools.add(tool.get());
            }
            return Optional.of(new KnownToolchain(lines.get(1), lines.get(2), tools));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    String written() {
        var text = new StringBuilder(FORM + "\n" + prefix + "\n" + description + "\n");
        tools.forEach(tool -> text.append(tool.toLine()).append('\n'));
        return text.toString();
    }

    boolean has(String name, Path path) {
        return tools.stream().anyMatch(t -> t.name().equals(name) && t.path().equals(path));
    }

    Toolchain as(Architecture target) {
        return new Toolchain(target, prefix, description, identity());
    }

    /** Over the names and contents, not the places: a toolchain is the same wherever it is installed. */
    private Digest identity() {
        var text = new StringBuilder();
        tools.stream()
                .map(tool -> tool.name() + " " + tool.content().hex() + "\n")
                .distinct()
                .sorted()
                .forEach(text::append);
        return Digest.of(text.toString());
    }
}
