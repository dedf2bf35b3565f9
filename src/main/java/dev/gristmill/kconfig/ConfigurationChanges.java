package dev.gristmill.kconfig;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The differences between two configurations that make a different kernel, grouped.
 *
 * @param groups each kind that occurs, its differences in the order of the options' names
 */
public record ConfigurationChanges(Map<Difference.Kind, List<Difference>> groups) {
    /** What turns {@code before} into {@code after}. An option that is off is as good as one that is absent. */
    public static ConfigurationChanges between(DotConfig before, DotConfig after) {
        return new ConfigurationChanges(before.to(after).stream()
                .filter(difference -> !difference.immaterial())
                .collect(Collectors.groupingBy(
                        Difference::kind, () -> new EnumMap<>(Difference.Kind.class), Collectors.toList())));
    }

    public List<Difference> of(Difference.Kind kind) {
        return groups.getOrDefault(kind, List.of());
    }

    public int count() {
        return groups.values().stream().mapToInt(List::size).sum();
    }

    /** A line for each group: how many there are, and the first few. */
    public List<String> summary() {
        var lines = new ArrayList<String>();
        groups.forEach((kind, differences) -> {
            int more = differences.size() - Facts.SHOWN;
            lines.add("%d %s: %s%s"
                    .formatted(
                            differences.size(),
                            kind.word(),
                            differences.stream()
                                    .limit(Facts.SHOWN)
                                    .map(Difference::shown)
                                    .collect(Collectors.joining(", ")),
                            more > 0 ? " and " + more + " more" : ""));
        });
        return lines;
    }
}
