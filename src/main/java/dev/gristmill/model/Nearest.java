package dev.gristmill.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What somebody who mistyped a name probably meant. */
public final class Nearest {
    private Nearest() {}

    /** The known name with the fewest edits to the given one, if it is near enough to be a likely slip. */
    public static Optional<String> to(String name, Collection<String> known) {
        return several(name, known, 1).stream().findFirst();
    }

    /** The known names that are near enough to be likely slips, the nearest first, at most that many. */
    public static List<String> several(String name, Collection<String> known, int most) {
        record Candidate(String name, int distance) {}
        int limit = Math.max(1, name.length() / 3);
        return known.stream()
                .filter(candidate -> Math.abs(candidate.length() - name.length()) <= limit)
                .map(candidate -> new Candidate(candidate, distance(name, candidate)))
                .filter(candidate -> candidate.distance <= limit)
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(most)
                .map(Candidate::name)
                .toList();
    }

    /** Levenshtein distance, letter case ignored. */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1)) ? 0 : 1;
                current[j] = Math.min(Math.min(previous[j], current[j - 1]) + 1, previous[j - 1] + change);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
