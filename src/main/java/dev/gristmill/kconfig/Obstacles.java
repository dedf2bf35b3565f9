package dev.gristmill.kconfig;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the parts of conditions that keep an option down, and what would lift them. */
final class Obstacles {
    private final KconfigTree tree;
    private final Evaluation evaluation;

    Obstacles(KconfigTree tree, Evaluation evaluation) {
        this.tree = tree;
        this.evaluation = evaluation;
    }

    /** Every part that may be too small, each once; those that surely are, if there are any. */
    List<Obstacle> in(List<Clause> clauses, Tristate needed) {
        Map<Expression, Obstacle> obstacles = new LinkedHashMap<>();
        for (var clause : clauses) {
            for (var part : clause.expression().conjuncts()) {
                var range = evaluation.of(part);
                if (range.possiblyBelow(needed)) {
                    boolean certain = range.surelyBelow(needed);
                    obstacles.putIfAbsent(part, new Obstacle(clause.keyword(), part, clause.location(), certain));
                }
            }
        }
        var all = new ArrayList<>(obstacles.values());
        if (all.stream().anyMatch(Obstacle::certain)) {
            all.removeIf(obstacle -> !obstacle.certain());
        }
        return all;
    }

    void tell(String label, List<Obstacle> obstacles, Facts facts) {
        facts.addLines(
                label,
                obstacles.stream().map(o -> o.shown(evaluation)).distinct().toList());
    }

    /** What would remove the obstacles that are plain options. */
    Optional<String> advice(List<Obstacle> obstacles, Tristate needed) {
        var settable = new LinkedHashSet<String>();
        var others = new LinkedHashSet<String>();
        for (var obstacle : obstacles) {
            switch (obstacle.part()) {
                case Expression.Symbol(Option option)
                when hasPrompt(option) -> settable.add(option + "=" + enough(option, needed));
                case Expression.Symbol(Option option) ->
                    selectors(option).ifPresent(s -> others.add(option.name() + " is turned on by " + s));
                case Expression.Not(Expression.Symbol(Option option))
                when hasPrompt(option) -> settable.add(option + "=n");
                default -> {}
            }
        }
        var advice = Stream.concat(
                        settable.isEmpty()
                                ? Stream.empty()
                                : Stream.of("ask for " + String.join(", ", settable) + " too"),
                        others.stream())
                .toList();
        return advice.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", advice));
    }

    boolean hasPrompt(Option option) {
        return tree.definitions(option).stream().anyMatch(d -> d.prompt().isPresent());
    }

    /** Some of the options that turn it on, those first that can be asked for. */
    Optional<String> selectors(Option option) {
        var all = tree.selectionsOf(option).stream()
                .map(Selection::selector)
                .distinct()
                .toList();
        var sorted = Stream.concat(
                        all.stream().filter(this::hasPrompt), all.stream().filter(o -> !hasPrompt(o)))
                .toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(Facts.row(sorted));
    }

    private Tristate enough(Option option, Tristate needed) {
        return tree.type(option) == Definition.Type.TRISTATE ? needed : Tristate.YES;
    }
}
