package dev.gristmill.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which fragment promises what. The table is the resource {@code promises}. */
public final class Promises {
    static final String EVERY_KERNEL = "every-kernel";
    private static final String NOTHING = "-";

    private final Map<String, Set<Check>> byFragment;

    private Promises(Map<String, Set<Check>> byFragment) {
        this.byFragment = byFragment;
    }

    public static Promises builtIn() {
        try (var in = Objects.requireNonNull(Promises.class.getResourceAsStream("promises"))) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Promises parse(String text) {
        var found = new TreeMap<String, Set<Check>>();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> {
                    int colon = line.indexOf(':');
                    if (colon < 0 || found.put(line.substring(0, colon), checks(line.substring(colon + 1))) != null) {
                        throw new IllegalArgumentException(
                                "Expected 'fragment: checks', once each, but found '" + line + "'");
                    }
                });
        return new Promises(found);
    }

    /**
     * What is checked of a kernel made of those fragments.
     *
     * @param fragments the names of built-in fragments; one that is not in the table promises nothing
     */
    public SortedSet<Check> of(Collection<String> fragments) {
        var promised = new TreeSet<>(byFragment.getOrDefault(EVERY_KERNEL, Set.of()));
        fragments.forEach(fragment -> promised.addAll(byFragment.getOrDefault(fragment, Set.of())));
        EnumSet.allOf(Check.class).stream().filter(check -> !check.isInside()).forEach(promised::add);
        return promised;
    }

    Set<String> fragments() {
        return byFragment.keySet();
    }

    private static Set<Check> checks(String words) {
        if (words.strip().startsWith(NOTHING + " ")) {
            return Set.of();
        }
        var checks = EnumSet.noneOf(Check.class);
        for (var word : words.strip().split(" +")) {
            checks.add(Check.named(word)
                    .filter(Check::isInside)
                    .orElseThrow(() -> new IllegalArgumentException("Expected a check but found '" + word + "'")));
        }
        return checks;
    }
}
