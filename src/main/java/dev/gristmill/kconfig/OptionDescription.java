package dev.gristmill.kconfig;

import dev.gristmill.model.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a tree's Kconfig files say about an option, with the values that its conditions have in one configuration.
 *
 * @param facts in the order to show them
 * @param help the text people see in menuconfig, without its indentation; may be empty
 */
public record OptionDescription(Option option, List<Problem.Fact> facts, List<String> help) {
    public OptionDescription {
        facts = List.copyOf(facts);
        help = List.copyOf(help);
    }

    /**
     * @param option one that the tree defines
     * @throws IOException if a Kconfig file cannot be read any more
     */
    public static OptionDescription of(Option option, KconfigTree tree, DotConfig resolved) throws IOException {
        var evaluation = new Evaluation(resolved);
        var facts = new Facts();
        var help = new ArrayList<String>();
        facts.add("type", tree.type(option).name().toLowerCase(Locale.ROOT));
        for (var definition : tree.definitions(option)) {
            tell(definition, evaluation, facts);
            if (help.isEmpty()) {
                help.addAll(tree.help(definition));
            }
        }
        tellSelections(tree.selectionsOf(option), resolved, facts);
        return new OptionDescription(option, facts.explanation().facts(), help);
    }

    private static void tell(Definition definition, Evaluation evaluation, Facts facts) {
        facts.add(
                "defined",
                definition.location()
                        + definition.prompt().map(p -> " \"" + p + "\"").orElse(", without a prompt"));
        if (!definition.menus().isEmpty()) {
            facts.add("menu", String.join(" > ", definition.menus()));
        }
        var conditions = new ArrayList<>(definition.dependencies());
        conditions.addAll(definition.visibility());
        // What encloses a menu's entries is often said by each of them too.
        var shown = new LinkedHashSet<String>();
        conditions.forEach(clause -> shown.add(clause + values(clause.expression(), evaluation)));
        shown.forEach(line -> facts.add("needs", line));
        definition.choice().ifPresent(choice -> facts.add("choice", "one of " + Facts.row(choice.members())));
        facts.addLines(
                "default", definition.defaults().stream().map(Object::toString).toList());
        facts.addLines(
                "range", definition.ranges().stream().map(Object::toString).toList());
    }

    private static String values(Expression expression, Evaluation evaluation) {
        var values = expression.options().stream().map(evaluation::shown).collect(Collectors.joining(", "));
        return values.isEmpty() ? "" : ": " + values;
    }

    /** Those that take effect first, since there may be hundreds. */
    private static void tellSelections(List<Selection> selections, DotConfig resolved, Facts facts) {
        var lines = new LinkedHashSet<String>();
        for (boolean on : new boolean[] {true, false}) {
            for (var selection : selections) {
                var value = resolved.tristate(selection.selector());
                if ((value != Tristate.NO) == on) {
                    lines.add(selection.selector().name() + "=" + value
                            + selection.condition().map(c -> " if " + c).orElse("")
                            + (selection.weak() ? " (imply)" : ""));
                }
            }
        }
        facts.addLines("selected", lines);
    }
}
