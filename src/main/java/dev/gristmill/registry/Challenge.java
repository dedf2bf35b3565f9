package dev.gristmill.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One way to log in that a registry offers in {@code WWW-Authenticate}, RFC 9110 section 11.6.1.
 *
 * @param scheme in lower case: {@code basic}, {@code bearer}
 * @param parameters by name in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
    private static final int LONGEST = 8192;

    Challenge {
        parameters = Map.copyOf(parameters);
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** All that the headers of one answer offer; what is malformed ends its header. */
    static List<Challenge> parse(List<String> headers) {
        var found = new ArrayList<Challenge>();
        for (var header : headers) {
            if (header.length() <= LONGEST) {
                new Reader(header).readInto(found);
            }
        }
        return found;
    }

    /** A comma separates parameters as well as challenges; what has no '=' behind it is a new scheme. */
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        void readInto(List<Challenge> found) {
            var scheme = "";
            Map<String, String> parameters = new TreeMap<>();
            for (skip(); at < text.length(); skip()) {
                var word = token();
                if (word.isEmpty()) {
                    break;
                }
                skipBlanks();
                if (at < text.length() && text.charAt(at) == '=') {
                    at++;
                    skipBlanks();
                    parameters.putIfAbsent(word, value());
                } else {
                    add(scheme, parameters, found);
                    scheme = word;
                    parameters = new TreeMap<>();
                }
            }
            add(scheme, parameters, found);
        }

        private static void add(String scheme, Map<String, String> parameters, List<Challenge> found) {
            if (!scheme.isEmpty()) {
                found.add(new Challenge(scheme, parameters));
            }
        }

        private String token() {
            int from = at;
            while (at < text.length() && " \t,=\"".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(from, at).toLowerCase(Locale.ROOT);
        }

        private String value() {
            if (at >= text.length() || text.charAt(at) != '"') {
                int from = at;
                while (at < text.length() && " \t,".indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                return text.substring(from, at);
            }
            var value = new StringBuilder();
            for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at));
            }
            at++;
            return value.toString();
        }

        private void skip() {
            while (at < text.length() && " \t,".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private void skipBlanks() {
            while (at < text.length() && " \t".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }
    }
}
