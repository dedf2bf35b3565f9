package dev.gristmill.kconfig;

import dev.gristmill.model.Architecture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tree's Kconfig files from the top, as the kernel's tools do for one architecture. Conditions are only noted
 * and read when somebody asks. Lines it does not know are passed over: the tree's own tools judge them.
 */
final class KconfigParser {
    private static final int MOST_FILES = 20_000;
    private static final int DEEPEST = 100;
    /** In bytes; the largest of a kernel has 100,000. */
    private static final long LARGEST_FILE = 4L * 1024 * 1024;

    private final Path root;
    private final Map<String, String> variables;
    private final Map<Option, List<Definition>> definitions = new HashMap<>(1 << 15);
    private final Map<Option, List<Selection>> selections = new HashMap<>(1 << 13);
    private final Map<String, Option> options = new HashMap<>(1 << 15);
    private @Nullable Scope scope;
    private int files;

    private KconfigParser(Path root, Architecture architecture) {
        this.root = root.normalize();
        var folder = switch (architecture) {
            case X86_64 -> "x86";
            case ARM64 -> "arm64";
        };
        variables = Map.of("$(ARCH)", architecture.id(), "$(SRCARCH)", folder, "$(srctree)", ".");
    }

    static KconfigTree parse(Path root, Architecture architecture) throws IOException {
        var parser = new KconfigParser(root, architecture);
        parser.file("Kconfig", 0);
        return new KconfigTree(parser.root, architecture, parser.definitions, parser.selections);
    }

    private void file(String name, int depth) throws IOException {
        var path = root.resolve(name).normalize();
        if (!path.startsWith(root) || depth > DEEPEST || ++files > MOST_FILES || Files.size(path) > LARGEST_FILE) {
            throw new IOException("No Kconfig file of a kernel: " + name);
        }
        new OneFile(name, depth, new KconfigLines(new String(Files.readAllBytes(path), StandardCharsets.UTF_8))).read();
    }

    private Option option(String name) {
        return options.computeIfAbsent(name, Option::new);
    }

    /** One file on its way; files that it sources are read where it names them. */
    private final class OneFile {
        private final String name;
        private final int depth;
        private final KconfigLines lines;
        // What the lines at hand belong to: an entry, a scope, or neither.
        private @Nullable Option entry;
        private @Nullable Scope head;
        private List<Property> properties = new ArrayList<>();

        OneFile(String name, int depth, KconfigLines lines) {
            this.name = name;
            this.depth = depth;
            this.lines = lines;
        }

        void read() throws IOException {
            while (lines.advance()) {
                var line = lines.line();
                int start = 0;
                while (start < line.length() && line.charAt(start) <= ' ') {
                    start++;
                }
                int end = start;
                while (end < line.length() && isKeywordPart(line.charAt(end))) {
                    end++;
                }
                if (end > start && end - start <= 14) {
                    statement(line.substring(start, end), line.substring(end).strip());
                }
            }
        }

        private void statement(String keyword, String rest) throws IOException {
            switch (keyword) {
                case "config", "menuconfig" -> config(rest);
                case "if" -> {
                    open(Scope.Kind.IF);
                    property(Property.Keyword.DEPENDS, rest);
                    head = null;
                }
                case "menu" -> {
                    open(Scope.Kind.MENU);
                    property(Property.Keyword.PROMPT, rest);
                }
                case "choice" -> open(Scope.Kind.CHOICE);
                case "endif", "endmenu", "endchoice" -> leave();
                case "comment", "mainmenu" -> neither();
                case "source" -> source(rest);
                case "bool" -> property(Property.Keyword.BOOL, rest);
                case "tristate" -> property(Property.Keyword.TRISTATE, rest);
                case "string" -> property(Property.Keyword.STRING, rest);
                case "int" -> property(Property.Keyword.INT, rest);
                case "hex" -> property(Property.Keyword.HEX, rest);
                case "def_bool" -> property(Property.Keyword.DEF_BOOL, rest);
                case "def_tristate" -> property(Property.Keyword.DEF_TRISTATE, rest);
                case "prompt" -> property(Property.Keyword.PROMPT, rest);
                case "default" -> property(Property.Keyword.DEFAULT, rest);
                case "depends" -> property(Property.Keyword.DEPENDS, without("on", rest));
                case "visible" -> property(Property.Keyword.VISIBLE, without("if", rest));
                case "select" -> selection(Property.Keyword.SELECT, rest);
                case "imply" -> selection(Property.Keyword.IMPLY, rest);
                case "range" -> property(Property.Keyword.RANGE, rest);
                case "help", "---help---" -> {
                    property(Property.Keyword.HELP, "");
                    lines.skipHelp();
                }
                default -> {}
            }
        }

        private void config(String rest) {
            neither();
            int end = 0;
            while (end < rest.length() && Option.isNamePart(rest.charAt(end))) {
                end++;
            }
            if (end == 0 || end > 128) {
                return;
            }
            entry = option(rest.substring(0, end));
            properties = new ArrayList<>(4);
            definitions
                    .computeIfAbsent(entry, o -> new ArrayList<>(1))
                    .add(new Definition(entry, here(), scope, properties));
            for (var s = scope; s != null; s = s.parent().orElse(null)) {
                if (s.kind() == Scope.Kind.CHOICE) {
                    s.addMember(entry);
                }
            }
        }

        private void open(Scope.Kind kind) {
            neither();
            scope = new Scope(scope, kind, here());
            head = scope;
        }

        private void leave() {
            neither();
            scope = scope == null ? null : scope.parent().orElse(null);
        }

        private void neither() {
            entry = null;
            head = null;
        }

        private void source(String rest) throws IOException {
            neither();
            var named = new ExpressionParser(expanded(rest)).quoted().orElse(expanded(rest));
            var around = scope;
            file(named, depth + 1);
            scope = around;
        }

        private void property(Property.Keyword keyword, String rest) {
            if (entry == null && head == null) {
                return;
            }
            var property = new Property(keyword, expanded(rest), here());
            if (entry != null) {
                properties.add(property);
            } else if (head != null) {
                head.add(property);
            }
        }

        private void selection(Property.Keyword keyword, String rest) {
            int end = 0;
            while (end < rest.length() && Option.isNamePart(rest.charAt(end))) {
                end++;
            }
            if (entry != null && end > 0 && end <= 128) {
                var selected = option(rest.substring(0, end));
                selections
                        .computeIfAbsent(selected, o -> new ArrayList<>(2))
                        .add(new Selection(entry, selected, new Property(keyword, expanded(rest), here())));
            }
        }

        private Location here() {
            return new Location(name, lines.number());
        }
    }

    private String expanded(String text) {
        var expanded = text;
        if (text.contains("$(")) {
            for (var variable : variables.entrySet()) {
                expanded = expanded.replace(variable.getKey(), variable.getValue());
            }
        }
        return expanded;
    }

    private static String without(String word, String rest) {
        return rest.startsWith(word) ? rest.substring(word.length()).strip() : rest;
    }

    private static boolean isKeywordPart(char c) {
        return c >= 'a' && c <= 'z' || c == '_' || c == '-';
    }
}
