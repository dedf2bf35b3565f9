package dev.gristmill.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The first differences of two configurations, for a message. */
final class ConfigChanges {
    private static final int MOST = 5;

    private ConfigChanges() {}

    /** Lines that are only in the first, after a minus, and only in the second, after a plus. */
    static String between(Path first, Path second) throws IOException {
        var before = Files.readAllLines(first);
        var after = Files.readAllLines(second);
        return Stream.concat(onlyIn(before, after, "- "), onlyIn(after, before, "+ "))
                .collect(Collectors.joining("\n"));
    }

    private static Stream<String> onlyIn(List<String> lines, List<String> others, String mark) {
        var more = new LinkedHashSet<>(lines);
        more.removeAll(new LinkedHashSet<>(others));
        return more.stream().limit(MOST).map(line -> mark + line);
    }
}
