package dev.gristmill.source.apt;

import dev.gristmill.model.Series;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Which suites may have a series: the data of the resource {@code suites}. */
public final class Suites {
    private static final String ANY = "*";
    private static final String REST = "rest";

    private final Map<String, List<String>> bySeries;

    private Suites(Map<String, List<String>> bySeries) {
        this.bySeries = bySeries;
    }

    public static Suites builtIn() {
        try (var in = Suites.class.getResourceAsStream("suites")) {
            if (in == null) {
                throw new IllegalStateException("The resource 'suites' is part of the jar");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Suites parse(String text) {
        var bySeries = new HashMap<String, List<String>>();
        for (var line : text.split("\n", -1)) {
            var words = List.of(line.strip().split("\\s+", -1));
            if (!line.isBlank() && !line.startsWith("#")) {
                bySeries.put(words.getFirst(), words.subList(1, words.size()));
            }
        }
        return new Suites(Map.copyOf(bySeries));
    }

    /** Groups of suites in the order to ask them; a suite stands in one group only. */
    public List<List<String>> groups(Series series) {
        var first = bySeries.getOrDefault(series.toString(), bySeries.getOrDefault(ANY, List.of()));
        var rest = new LinkedHashSet<>(bySeries.getOrDefault(REST, List.of()));
        first.forEach(rest::remove);
        var groups = new ArrayList<List<String>>();
        groups.add(first);
        rest.forEach(suite -> groups.add(List.of(suite)));
        return List.copyOf(groups);
    }

    /** Every suite that is ever asked. */
    public List<String> all() {
        return bySeries.getOrDefault(REST, List.of());
    }
}
