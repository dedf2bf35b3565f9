package dev.gristmill.source;

import dev.gristmill.model.Release;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The changelog of Debian's {@code linux} package, which lists the changes of each release that it takes over, below the
 * address of that release's own changelog.
 */
final class DebianChangeLog {
    private static final String ADDRESS = "/ChangeLog-";
    private static final String ITEM = "    - ";
    private static final String CONTINUED = "      ";
    private static final int MOST_HEADLINES = 100_000;

    private final Release from;
    private final Release to;
    private final Map<Release, List<String>> found = new TreeMap<>(Comparator.reverseOrder());
    private Optional<List<String>> current = Optional.empty();
    private int headlines;

    private DebianChangeLog(Release from, Release to) {
        this.from = from;
        this.to = to;
    }

    /** Reads no further than to the package of the older release. */
    static List<ReleaseNotes> read(BufferedReader changelog, Release from, Release to) throws IOException {
        var log = new DebianChangeLog(from, to);
        for (var line = changelog.readLine(); line != null && !log.isDone(line); line = changelog.readLine()) {
            log.line(line);
        }
        return log.found.entrySet().stream()
                .map(entry -> new ReleaseNotes(entry.getKey(), Optional.empty(), entry.getValue()))
                .toList();
    }

    /** Whether it is the heading of a package of the older release or one before it: {@code linux (5.10.262-1) ...}. */
    private boolean isDone(String line) {
        int open = line.indexOf(" (");
        int dash = line.indexOf('-', open + 1);
        if (line.startsWith(" ") || !line.startsWith("linux") || open < 0 || dash < 0) {
            return headlines > MOST_HEADLINES;
        }
        return Release.parse(line.substring(open + 2, dash))
                .filter(release -> release.compareTo(from) <= 0)
                .isPresent();
    }

    private void line(String line) {
        int address = line.indexOf(ADDRESS);
        if (address >= 0) {
            current = Release.parse(line.substring(address + ADDRESS.length()).strip())
                    .filter(release -> release.compareTo(from) > 0 && release.compareTo(to) <= 0)
                    .map(release -> found.computeIfAbsent(release, r -> new ArrayList<>()));
        } else if (line.startsWith(ITEM)) {
            headlines++;
            current.ifPresent(list -> list.add(line.substring(ITEM.length()).strip()));
        } else if (line.startsWith(CONTINUED)) {
            current.filter(list -> !list.isEmpty()).ifPresent(list -> list.add(list.removeLast() + " " + line.strip()));
        } else {
            current = Optional.empty();
        }
    }
}
