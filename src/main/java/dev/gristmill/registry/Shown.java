package dev.gristmill.registry;

import java.net.URI;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What others sent, made fit for a message: no secrets, no control characters, not too long. */
final class Shown {
    private static final int LONGEST = 300;
    private static final int LONGEST_NAME = 64;
    private static final Set<String> HARMLESS =
            Set.of("digest", "mount", "from", "scope", "service", "n", "last", "ns", "tag");

    private Shown() {}

    /** The address without user information, and without what upload and download addresses carry as a permit. */
    static String address(URI uri) {
        var query = uri.getRawQuery();
        var text = uri.getScheme() + "://" + authority(uri) + path(uri);
        return text(query == null ? text : text + "?" + query(query));
    }

    static String text(String text) {
        var plain = text.strip()
                .codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .limit(LONGEST)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return text.length() > LONGEST ? plain + "..." : plain;
    }

    private static String authority(URI uri) {
        var authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    /** A part that is longer than any name is a permit too. */
    private static String path(URI uri) {
        var path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return Arrays.stream(path.split("/", -1))
                .map(part -> part.length() > LONGEST_NAME && !part.startsWith("sha256:") ? "..." : part)
                .collect(Collectors.joining("/"));
    }

    private static String query(String query) {
        return Arrays.stream(query.split("&", -1))
                .map(pair -> {
                    int equals = pair.indexOf('=');
                    var name = pair.substring(0, Math.max(0, equals));
                    return HARMLESS.contains(name) ? pair : name + "=...";
                })
                .collect(Collectors.joining("&"));
    }
}
