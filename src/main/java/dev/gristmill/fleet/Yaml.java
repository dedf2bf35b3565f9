package dev.gristmill.fleet;

import java.util.List;
import java.util.stream.Collectors;

/** Text as YAML, in a form that needs no context to be understood. */
final class Yaml {
    private Yaml() {}

    /** In double quotes. */
    static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                default -> {
                    if (c < ' ' || c > '~') {
                        quoted.append("\\u%04x".formatted((int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    static String list(List<String> words) {
        return words.stream().map(Yaml::quoted).collect(Collectors.joining(", ", "[", "]"));
    }
}
