package dev.gristmill.source.apt;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Collects the archives that the files of sources.list(5) name, in both their formats. Lines that cannot be read are
 * left out and said: APT would refuse the whole file, but a tool that only reads it need not.
 */
final class SourceEntries {
    private static final Set<String> TYPES = Set.of("deb", "deb-src");

    private final Path root;
    private final Map<URI, Set<SignedBy>> archives = new LinkedHashMap<>();
    private final List<String> complaints = new ArrayList<>();

    /** @param root the folder that absolute paths are meant to be in: {@code /}, but for tests */
    SourceEntries(Path root) {
        this.root = root;
    }

    List<Archive> archives() {
        return archives.entrySet().stream()
                .map(e -> new Archive(e.getKey(), List.copyOf(e.getValue())))
                .toList();
    }

    /** What could not be read, each with {@code file:line}. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** A {@code .sources} file. */
    void deb822(Path file, String text) {
        for (var stanza : Stanza.parse(text, (line, what) -> complain(file, line, what))) {
            if (isEnabled(stanza)) {
                stanza(file, stanza);
            }
        }
    }

    private static boolean isEnabled(Stanza stanza) {
        return !List.of("no", "false")
                .contains(stanza.get("enabled").orElse("yes").toLowerCase(Locale.ROOT));
    }

    private void stanza(Path file, Stanza stanza) {
        int line = stanza.fields().values().stream()
                .mapToInt(Stanza.Field::line)
                .min()
                .orElse(1);
        if (stanza.words("types").isEmpty() || stanza.words("uris").isEmpty()) {
            complain(file, line, "expected the fields Types and URIs");
        } else if (stanza.words("types").stream().anyMatch(TYPES::contains)
                && stanza.words("suites").stream().anyMatch(suite -> !suite.endsWith("/"))) {
            var keys = keys(stanza.get("signed-by").orElse(""));
            stanza.words("uris").forEach(uri -> add(file, line, uri, keys));
        }
    }

    /** A {@code .list} file: {@code deb [option=value ...] uri suite component...} on each line. */
    void oneLine(Path file, String text) {
        int number = 0;
        for (var line : text.split("\n", -1)) {
            number++;
            int comment = line.indexOf('#');
            var entry = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (!entry.isEmpty()) {
                entry(file, number, entry);
            }
        }
    }

    private void entry(Path file, int number, String entry) {
        int open = entry.indexOf('[');
        int close = entry.indexOf(']');
        boolean hasOptions = open > 0 && close > open;
        var options = hasOptions ? entry.substring(open + 1, close) : "";
        var plain = hasOptions ? entry.substring(0, open) + entry.substring(close + 1) : entry;
        var words = List.of(plain.strip().split("\\s+", -1));
        if (!TYPES.contains(words.getFirst())
                || words.size() < 3
                || words.get(1).startsWith("[")) {
            complain(file, number, "expected 'deb [options] address suite component' but found '" + entry + "'");
        } else if (!words.get(2).endsWith("/")) {
            add(file, number, words.get(1), keys(option(options, "signed-by")));
        }
    }

    private static String option(String options, String name) {
        for (var option : options.strip().split("\\s+", -1)) {
            int equals = option.indexOf('=');
            if (equals > 0 && option.substring(0, equals).equalsIgnoreCase(name)) {
                return option.substring(equals + 1).replace(',', ' ');
            }
        }
        return "";
    }

    private List<SignedBy> keys(String signedBy) {
        if (signedBy.contains("-----BEGIN PGP PUBLIC KEY BLOCK-----")) {
            return List.of(new SignedBy.KeyBlock(signedBy.strip()));
        }
        var keys = new ArrayList<SignedBy>();
        for (var word : signedBy.replace(',', ' ').strip().split("\\s+", -1)) {
            if (word.startsWith("/")) { // anything else is a fingerprint in APT's own keyrings
                keys.add(new SignedBy.KeyFile(root.resolve(word.substring(1))));
            }
        }
        return keys;
    }

    private void add(Path file, int line, String address, List<SignedBy> keys) {
        var lower = address.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            return; // cdrom:, file:, mirror+file: and their like are not fetched from
        }
        try {
            var base = new URI(address.endsWith("/") ? address : address + "/");
            if (base.getHost() == null) {
                throw new URISyntaxException(address, "no host");
            }
            archives.computeIfAbsent(base, b -> new LinkedHashSet<>()).addAll(keys);
        } catch (URISyntaxException e) {
            complain(file, line, "'" + address + "' is no address: " + e.getReason());
        }
    }

    private void complain(Path file, int line, String what) {
        complaints.add(file + ":" + line + ": " + what);
    }
}
