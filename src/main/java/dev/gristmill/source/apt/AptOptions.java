package dev.gristmill.source.apt;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The options of apt.conf(5): {@code Acquire::http::Proxy "..."} and the same in nested braces.
 *
 * @param values by full name in lower case; of a list only its last member
 */
record AptOptions(Map<String, String> values) {
    private static final List<String> NO = List.of("no", "false", "without", "off", "disable", "0");

    AptOptions {
        values = Map.copyOf(values);
    }

    /** Later texts win. What is no option is skipped: APT itself is the one to complain about it. */
    static AptOptions parse(List<String> texts) {
        var values = new HashMap<String, String>();
        texts.forEach(text -> new Parser(text, values).run());
        return new AptOptions(values);
    }

    boolean isOff(String name) {
        return NO.contains(values.getOrDefault(name, "").toLowerCase(Locale.ROOT));
    }

    private static final class Parser {
        private final String text;
        private final Map<String, String> values;
        private int at;

        Parser(String text, Map<String, String> values) {
            this.text = text;
            this.values = values;
        }

        void run() {
            while (at < text.length()) {
                block("");
            }
        }

        /** Reads {@code name value;} and {@code name { ... };} until the block that we are in ends. */
        private void block(String prefix) {
            var name = "";
            for (var token = next(); !token.isEmpty(); token = next()) {
                switch (token) {
                    case "}" -> {
                        return;
                    }
                    case "{" -> {
                        block(prefix + name + "::");
                        name = "";
                    }
                    case ";" -> name = "";
                    default -> {
                        if (token.startsWith("\"") || !name.isEmpty()) {
                            values.put(prefix + name, token.replace("\"", ""));
                        } else {
                            name = token.toLowerCase(Locale.ROOT);
                        }
                    }
                }
            }
        }

        /** A brace, a semicolon, a word, or a quoted text with its quotes; empty at the end. */
        private String next() {
            skipBlanksAndComments();
            if (at >= text.length()) {
                return "";
            }
            int start = at++;
            char first = text.charAt(start);
            if (first == '"') {
                int end = text.indexOf('"', at);
                at = end < 0 ? text.length() : end + 1;
            } else if ("{};".indexOf(first) < 0) {
                while (at < text.length() && !endsWord(text.charAt(at))) {
                    at++;
                }
            }
            return text.substring(start, at);
        }

        private void skipBlanksAndComments() {
            while (at < text.length()) {
                if (Character.isWhitespace(text.charAt(at))) {
                    at++;
                } else if (text.startsWith("/*", at)) {
                    at = after("*/");
                } else if (text.startsWith("//", at) || text.charAt(at) == '#') {
                    at = after("\n");
                } else {
                    return;
                }
            }
        }

        private int after(String end) {
            int found = text.indexOf(end, at);
            return found < 0 ? text.length() : found + end.length();
        }

        private static boolean endsWord(char c) {
            return Character.isWhitespace(c) || "{};\"".indexOf(c) >= 0;
        }
    }
}
