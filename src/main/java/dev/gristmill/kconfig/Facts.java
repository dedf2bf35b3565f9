package dev.gristmill.kconfig;

import dev.gristmill.model.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Facts as they are found. */
final class Facts {
    /** Of anything that there may be hundreds of. */
    static final int SHOWN = 6;

    private final List<Problem.Fact> facts = new ArrayList<>();

    void add(String label, String value) {
        facts.add(new Problem.Fact(label, value));
    }

    /** One fact with a line for each, the first few; none where there are no lines. */
    void addLines(String label, Collection<String> lines) {
        if (!lines.isEmpty()) {
            var more = lines.size() > SHOWN ? "\nand " + (lines.size() - SHOWN) + " more" : "";
            add(label, lines.stream().limit(SHOWN).collect(Collectors.joining("\n")) + more);
        }
    }

    int size() {
        return facts.size();
    }

    Explanation explanation() {
        return new Explanation(facts);
    }

    /** Names in a row, the first few. */
    static String row(Collection<Option> options) {
        var more = options.size() > SHOWN ? " and " + (options.size() - SHOWN) + " more" : "";
        return options.stream().limit(SHOWN).map(Option::name).collect(Collectors.joining(", ")) + more;
    }
}
