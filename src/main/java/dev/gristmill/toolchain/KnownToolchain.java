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
 *
 * @param identity over the names and contents of the tools, not the places: a toolchain is the same wherever it is
 *     installed
 */
record KnownToolchain(String prefix, String description, Digest identity, List<Tool> tools) {
    private static final String FORM = "gristmill toolchain 2";
    private static final int HEADER_LINES = 4;

    KnownToolchain {
        tools = List.copyOf(tools);
    }

    static KnownToolchain of(String prefix, String description, List<Tool> tools) {
        return new KnownToolchain(prefix, description, identity(tools), tools);
    }

    /** What was written down there, if it can be read and none of the files has changed since. */
    static Optional<KnownToolchain> recall(Path file) {
        try {
            var lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            if (lines.size() <= HEADER_LINES || !lines.getFirst().equals(FORM)) {
                return Optional.empty();
            }
            var tools = new ArrayList<Tool>();
            for (var line : lines.subList(HEADER_LINES, lines.size())) {
                var tool = Tool.fromLine(line);
                if (tool.isEmpty() || !tool.get().isUnchanged()) {
                    return Optional.empty();
                }
                tools.add(tool.get());
            }
            return Optional.of(new KnownToolchain(lines.get(1), lines.get(2), new Digest(lines.get(3)), tools));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String written() {
        var text = new StringBuilder(FORM + "\n" + prefix + "\n" + description + "\n" + identity.hex() + "\n");
        tools.forEach(tool -> text.append(tool.toLine()).append('\n'));
        return text.toString();
    }

    boolean has(String name, Path path) {
        for (var tool : tools) {
            if (tool.name().equals(name) && tool.path().equals(path)) {
                return true;
            }
        }
        return false;
    }

    Toolchain as(Architecture target) {
        return new Toolchain(target, prefix, description, identity);
    }

    private static Digest identity(List<Tool> tools) {
        var text = new StringBuilder();
        tools.stream()
                .map(tool -> tool.name() + " " + tool.content().hex() + "\n")
                .distinct()
                .sorted()
                .forEach(text::append);
        return Digest.of(text.toString());
    }
}
