package dev.gristmill.kconfig;

import dev.gristmill.model.Problem;
import java.util.List;

/** Why an option has the value it has: facts in the order to show them, as a {@link Problem} shows them. */
public record Explanation(List<Problem.Fact> facts) {
    public Explanation {
        facts = List.copyOf(facts);
    }

    Problem addTo(Problem problem) {
        var explained = problem;
        for (var fact : facts) {
            explained = explained.with(fact.label(), fact.value());
        }
        return explained;
    }
}
