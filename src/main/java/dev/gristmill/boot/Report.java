package dev.gristmill.boot;

import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a guest said at one start, by line number. Lines are added as they come, over either way; those that contradict
 * an earlier one of the same number are dropped.
 */
final class Report {
    private static final String FACT = "fact ";
    private static final String CHECK = "check ";
    private static final String DONE = "done ";

    private final SortedMap<Integer, String> lines = new TreeMap<>();

    /** What one check inside came to. */
    record Result(boolean passed, String detail) {}

    static Report of(Collection<ReportLine> lines) {
        var report = new Report();
        lines.forEach(report::add);
        return report;
    }

    /** Reads every whole line of this boot in that text. */
    static Report parse(String text, String token) {
        return of(text.lines()
                .flatMap(line -> ReportLine.parse(line, token).stream())
                .toList());
    }

    void add(ReportLine line) {
        lines.putIfAbsent(line.number(), line.text());
    }

    Report and(Report other) {
        var both = new Report();
        both.lines.putAll(other.lines);
        both.lines.putAll(lines);
        return both;
    }

    int size() {
        return lines.size();
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Whether it was said to its end; lines in between may be missing. */
    boolean isDone() {
        return !lines.isEmpty() && (DONE + (lines.lastKey() - 1)).equals(lines.get(lines.lastKey()));
    }

    Optional<String> fact(String name) {
        return find(FACT + name + " ");
    }

    OptionalLong number(String name) {
        var value = fact(name).orElse("");
        boolean digits =
                !value.isEmpty() && value.length() <= 15 && value.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
    }

    Optional<Result> check(Check check) {
        return find(CHECK + check.id() + " ").flatMap(text -> {
            boolean passed = text.startsWith("ok ") || text.equals("ok");
            boolean failed = text.startsWith("failed ") || text.equals("failed");
            return passed || failed
                    ? Optional.of(
                            new Result(passed, text.substring(passed ? 2 : 6).strip()))
                    : Optional.empty();
        });
    }

    private Optional<String> find(String start) {
        return lines.values().stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst();
    }
}
