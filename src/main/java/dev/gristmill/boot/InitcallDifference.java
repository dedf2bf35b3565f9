package dev.gristmill.boot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * What one initcall took in two kernels.
 *
 * @param first microseconds; nothing if that kernel has no such initcall
 */
public record InitcallDifference(String name, OptionalLong first, OptionalLong second) {

    /** How much longer the second kernel was at it, in microseconds; less than 0 if it was shorter. */
    public long micros() {
        return second.orElse(0) - first.orElse(0);
    }

    /** All that have a name, those that differ most first. Functions of the same name are taken together. */
    public static List<InitcallDifference> between(List<Initcall> first, List<Initcall> second) {
        var firsts = sums(first);
        var seconds = sums(second);
        var names = new TreeSet<>(firsts.keySet());
        names.addAll(seconds.keySet());
        var differences = new ArrayList<InitcallDifference>();
        for (var name : names) {
            differences.add(new InitcallDifference(name, of(firsts, name), of(seconds, name)));
        }
        differences.sort(Comparator.comparingLong((InitcallDifference one) -> -Math.abs(one.micros()))
                .thenComparing(InitcallDifference::name));
        return differences;
    }

    private static Map<String, Long> sums(List<Initcall> calls) {
        var sums = new HashMap<String, Long>();
        for (var call : calls) {
            if (call.isNamed()) {
                sums.merge(call.name(), call.micros(), Long::sum);
            }
        }
        return sums;
    }

    private static OptionalLong of(Map<String, Long> sums, String name) {
        var micros = sums.get(name);
        return micros == null ? OptionalLong.empty() : OptionalLong.of(micros);
    }
}
