package dev.gristmill.source.apt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A paragraph of fields as deb822(5) has it.
 *
 * @param fields by name in lower case
 */
public record Stanza(Map<String, Field> fields) {

    /**
     * @param value with a line feed before each continuation line; a continuation of a single dot is an empty line
     * @param line where the field begins, from 1
     */
    public record Field(String value, int line) {}

    /** Is told where a line is neither a field, a continuation nor a comment; the line is left out. */
    @FunctionalInterface
    public interface Malformed {
        void at(int line, String what);
    }

    public Stanza {
        fields = Map.copyOf(fields);
    }

    public static List<Stanza> parse(String text, Malformed malformed) {
        var parser = new Parser(malformed);
        text.lines().forEach(parser::line);
        parser.end();
        return parser.stanzas;
    }

    /** A field's value, or nothing where it is missing or empty. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT)))
                .map(Field::value)
                .filter(value -> !value.isBlank());
    }

    /** The words of a field; none where it is missing. */
    public List<String> words(String name) {
        return get(name).map(value -> List.of(value.strip().split("\\s+", -1))).orElse(List.of());
    }

    private static final class Parser {
        private final Malformed malformed;
        private final List<Stanza> stanzas = new ArrayList<>();
        private final Map<String, Field> fields = new TreeMap<>();
        private final StringBuilder value = new StringBuilder();
        private String name = "";
        private int start;
        private int number;

        Parser(Malformed malformed) {
            this.malformed = malformed;
        }

        void line(String line) {
            number++;
            if (line.isBlank()) {
                end();
            } else if (line.startsWith(" ") || line.startsWith("\t")) {
                continuation(line.strip());
            } else if (!line.startsWith("#")) {
                field(line);
            }
        }

        void end() {
            finishField();
            if (!fields.isEmpty()) {
                stanzas.add(new Stanza(fields));
                fields.clear();
            }
        }

        private void continuation(String line) {
            if (name.isEmpty()) {
                malformed.at(number, "a continuation line that continues nothing");
            } else {
                value.append('\n').append(line.equals(".") ? "" : line);
            }
        }

        private void field(String line) {
            finishField();
            int colon = line.indexOf(':');
            if (colon <= 0) {
                malformed.at(number, "expected 'Field: value' but found '" + line + "'");
                return;
            }
            name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            start = number;
            value.append(line.substring(colon + 1).strip());
            if (fields.containsKey(name)) {
                malformed.at(number, "the field '" + line.substring(0, colon) + "' stands here twice");
            }
        }

        private void finishField() {
            if (!name.isEmpty()) {
                fields.put(name, new Field(value.toString(), start));
            }
            name = "";
            value.setLength(0);
        }
    }
}
