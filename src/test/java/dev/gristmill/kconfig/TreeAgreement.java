package dev.gristmill.kconfig;

import java.util.ArrayList;
import java.util.List;

/** Holds our reading of a tree against a configuration that the tree's own tools resolved. */
public final class TreeAgreement {
    private TreeAgreement() {}

    /** Everything in the configuration that cannot be, if our reading is right; empty if it is. */
    public static List<String> disagreements(KconfigTree tree, DotConfig resolved) {
        var evaluation = new Evaluation(resolved);
        var found = new ArrayList<String>();
        resolved.values().forEach((option, value) -> {
            if (tree.definitions(option).isEmpty()) {
                found.add(option + " is set and not defined");
            } else if (value != Tristate.NO
                    && !mayBe(tree, evaluation, option)
                    && !selected(tree, evaluation, option)) {
                found.add(option + "=" + value + " although its dependencies are not met");
            }
        });
        for (var option : tree.options()) {
            if (resolved.value(option).isEmpty() && mustBeMentioned(tree, evaluation, option)) {
                found.add(option + " is not mentioned although its prompt is shown");
            }
        }
        return found;
    }

    private static boolean mayBe(KconfigTree tree, Evaluation evaluation, Option option) {
        return tree.definitions(option).stream()
                .anyMatch(d -> all(evaluation, d.dependencies()).most() != Tristate.NO);
    }

    private static boolean selected(KconfigTree tree, Evaluation evaluation, Option option) {
        return tree.selectionsOf(option).stream()
                .filter(s -> !s.weak())
                .anyMatch(s ->
                        evaluation.of(new Expression.Symbol(s.selector())).most() != Tristate.NO
                                && s.condition()
                                        .map(c -> evaluation.of(c).most() != Tristate.NO)
                                        .orElse(true));
    }

    private static boolean mustBeMentioned(KconfigTree tree, Evaluation evaluation, Option option) {
        return tree.definitions(option).stream()
                .filter(d -> d.prompt().isPresent())
                .anyMatch(d -> all(evaluation, d.dependencies()).least() != Tristate.NO
                        && all(evaluation, d.visibility()).least() != Tristate.NO);
    }

    private static Range all(Evaluation evaluation, List<Clause> clauses) {
        var range = Range.exactly(Tristate.YES);
        for (var clause : clauses) {
            range = range.and(evaluation.of(clause.expression()));
        }
        return range;
    }
}
