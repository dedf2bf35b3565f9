package dev.gristmill.kconfig;

import dev.gristmill.model.Architecture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every option that a source tree knows for one architecture: where it is defined and what bears upon it. */
public final class KconfigTree {
    private final Path root;
    private final Architecture architecture;
    private final Map<Option, List<Definition>> definitions;
    private final Map<Option, List<Selection>> selections;

    KconfigTree(
            Path root,
            Architecture architecture,
            Map<Option, List<Definition>> definitions,
            Map<Option, List<Selection>> selections) {
        this.root = root;
        this.architecture = architecture;
        this.definitions = definitions;
        this.selections = selections;
    }

    /**
     * Reads the tree's Kconfig files: some 1,500, in well under a second.
     *
     * @param root the folder with the top Kconfig file
     * @throws IOException if a file is missing or cannot be read, or this is no kernel's tree
     */
    public static KconfigTree parse(Path root, Architecture architecture) throws IOException {
        return KconfigParser.parse(root, architecture);
    }

    /** What the files were read for; each architecture has options of its own. */
    public Architecture architecture() {
        return architecture;
    }

    /** The same tree for an architecture. */
    KconfigTree on(Architecture other) throws IOException {
        return other == architecture ? this : parse(root, other);
    }

    /** Every option the tree defines, in no order. */
    public Set<Option> options() {
        return definitions.keySet();
    }

    /** Where the option is defined, in the order of the files; empty if the tree does not know it. */
    public List<Definition> definitions(Option option) {
        return List.copyOf(definitions.getOrDefault(option, List.of()));
    }

    /** The lines that turn the option on, in the order of the files. */
    public List<Selection> selectionsOf(Option option) {
        return List.copyOf(selections.getOrDefault(option, List.of()));
    }

    /** What values the option can have; a bool where no definition says it. */
    public Definition.Type type(Option option) {
        return definitions(option).stream()
                .flatMap(d -> d.type().stream())
                .findFirst()
                .orElse(Definition.Type.BOOL);
    }

    /**
     * The help text of a definition, without its indentation; empty where there is none.
     *
     * @throws IOException if the file cannot be read any more
     */
    public List<String> help(Definition definition) throws IOException {
        var place = definition.help();
        if (place.isEmpty()) {
            return List.of();
        }
        try (var lines = Files.lines(root.resolve(place.get().file()), StandardCharsets.UTF_8)) {
            return indented(lines.skip(place.get().line()).iterator());
        }
    }

    private static List<String> indented(Iterator<String> lines) {
        var text = new ArrayList<String>();
        int indent = -1;
        while (lines.hasNext()) {
            var line = lines.next().replace("\t", "        ").stripTrailing();
            int width = line.length() - line.stripLeading().length();
            if (!line.isEmpty()) {
                indent = indent < 0 ? width : indent;
                if (width < indent || width == 0) {
                    break;
                }
            }
            text.add(line.isEmpty() ? "" : line.substring(indent));
        }
        while (!text.isEmpty() && text.getLast().isEmpty()) {
            text.removeLast();
        }
        while (!text.isEmpty() && text.getFirst().isEmpty()) {
            text.removeFirst();
        }
        return text;
    }
}
