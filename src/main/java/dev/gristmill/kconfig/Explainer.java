package dev.gristmill.kconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds in a tree's Kconfig files why an option of a resolved configuration is not what was wanted. */
public final class Explainer {
    private static final Option MODULES = new Option("MODULES");

    private final KconfigTree tree;
    private final DotConfig resolved;
    private final Evaluation evaluation;
    private final Obstacles obstacles;
    private final UnknownOption unknown;

    public Explainer(KconfigTree tree, DotConfig resolved) {
        this.tree = tree;
        this.resolved = resolved;
        this.evaluation = new Evaluation(resolved);
        this.obstacles = new Obstacles(tree, evaluation);
        this.unknown = new UnknownOption(tree, Renamings.load());
    }

    /** Where the option is defined, what stood in the way of that value, and what can be done. */
    public Explanation explain(Option option, Value wanted) {
        var facts = new Facts();
        var definitions = tree.definitions(option);
        if (definitions.isEmpty()) {
            unknown.explain(option, facts);
            return facts.explanation();
        }
        facts.addLines("defined", definitions.stream().map(Explainer::described).toList());
        if (!fits(option, wanted)) {
            facts.add("type", form(tree.type(option)));
        } else if (wanted == Tristate.MODULE && resolved.tristate(MODULES) == Tristate.NO) {
            facts.add("unmet", "modules need MODULES: " + evaluation.shown(MODULES));
            facts.add("try", "ask for " + MODULES + "=y too");
        } else if (wanted instanceof Tristate t && resolved.tristate(option).compareTo(t) > 0) {
            tellWhatForces(option, definitions, facts);
        } else {
            tellWhatHinders(option, definitions, wanted, facts);
        }
        return facts.explanation();
    }

    private static String described(Definition definition) {
        return definition.location()
                + definition.prompt().map(p -> " \"" + p + "\"").orElse(", without a prompt");
    }

    /** Whether the option can have that value at all. */
    private boolean fits(Option option, Value wanted) {
        return switch (tree.type(option)) {
            case BOOL -> wanted == Tristate.YES || wanted == Tristate.NO;
            case TRISTATE -> wanted instanceof Tristate;
            case STRING -> wanted instanceof Value.Text;
            case INT -> wanted instanceof Value.Number n && !n.hexadecimal();
            case HEX -> wanted instanceof Value.Number n && n.hexadecimal();
        };
    }

    private static String form(Definition.Type type) {
        return switch (type) {
            case BOOL -> "a bool: y or n";
            case TRISTATE -> "a tristate: y, m or n";
            case STRING -> "a string, in quotes";
            case INT -> "a decimal number";
            case HEX -> "a number with 0x and hex digits";
        };
    }

    /** The option came out as more than was asked. */
    private void tellWhatForces(Option option, List<Definition> definitions, Facts facts) {
        var selections = tree.selectionsOf(option).stream()
                .filter(s -> !s.weak() && active(s))
                .toList();
        if (!selections.isEmpty()) {
            facts.addLines("selected", selections.stream().map(this::described).toList());
            var selectors =
                    selections.stream().map(Selection::selector).distinct().toList();
            facts.add("try", "ask for " + resolved.tristate(option) + ", or turn off " + Facts.row(selectors));
            return;
        }
        int before = facts.size();
        if (!obstacles.hasPrompt(option)) {
            facts.add("hidden", "it has no prompt, so that nobody can set it");
        }
        for (var definition : definitions) {
            obstacles.tell("hidden", hiding(definition), facts);
            tellDefault(definition, facts);
            tellChoice(option, definition, facts);
        }
        tellIfNothingElse(before, facts);
    }

    private boolean active(Selection selection) {
        return resolved.tristate(selection.selector()) != Tristate.NO && mayHold(selection.condition());
    }

    private String described(Selection selection) {
        var condition = selection.condition().map(c -> " if " + c).orElse("");
        return "by " + evaluation.shown(selection.selector()) + condition + " (" + selection.location() + ")";
    }

    /** The option came out as less than was asked, or as another number or string. */
    private void tellWhatHinders(Option option, List<Definition> definitions, Value wanted, Facts facts) {
        var needed = needed(option, wanted);
        var unmet = new ArrayList<Obstacle>();
        for (var definition : definitions) {
            var here = obstacles.in(definition.dependencies(), needed);
            if (here.isEmpty()) {
                tellWhyUnset(option, definition, facts);
                return;
            }
            unmet.addAll(here);
        }
        obstacles.tell("unmet", unmet, facts);
        obstacles.advice(unmet, needed).ifPresent(a -> facts.add("try", a));
    }

    // Kconfig lets a bool be y where its dependencies are m.
    private Tristate needed(Option option, Value wanted) {
        boolean whole = wanted == Tristate.YES && tree.type(option) == Definition.Type.TRISTATE;
        return whole ? Tristate.YES : Tristate.MODULE;
    }

    /** Its dependencies are met: something else stands in the way. */
    private void tellWhyUnset(Option option, Definition definition, Facts facts) {
        int before = facts.size();
        if (!obstacles.hasPrompt(option)) {
            facts.add("hidden", "it has no prompt, so that only other options can set it");
            if (!unknown.tellRenamed(option, facts)) {
                obstacles.selectors(option).ifPresent(s -> facts.add("try", "ask for what turns it on: " + s));
            }
            tellDefault(definition, facts);
        }
        var hiding = hiding(definition);
        obstacles.tell("hidden", hiding, facts);
        obstacles.advice(hiding, Tristate.YES).ifPresent(a -> facts.add("try", a));
        tellChoice(option, definition, facts);
        definition.ranges().stream()
                .filter(range -> mayHold(range.condition()))
                .findFirst()
                .ifPresent(range -> facts.add("range", described(range)));
        tellIfNothingElse(before, facts);
    }

    private static void tellIfNothingElse(int before, Facts facts) {
        if (facts.size() == before) {
            facts.add("cause", "the Kconfig files show none");
        }
    }

    private List<Obstacle> hiding(Definition definition) {
        return definition.prompt().isPresent() ? obstacles.in(definition.visibility(), Tristate.MODULE) : List.of();
    }

    private String described(Definition.Bounds range) {
        var options = new ArrayList<>(range.least().options());
        options.addAll(range.most().options());
        var values = options.stream().map(evaluation::shown).collect(Collectors.joining(", "));
        return values.isEmpty() ? range.toString() : range + ": " + values;
    }

    private void tellDefault(Definition definition, Facts facts) {
        definition.defaults().stream()
                .filter(d -> mayHold(d.condition()))
                .findFirst()
                .ifPresent(d -> facts.add("default", d.toString()));
    }

    private void tellChoice(Option option, Definition definition, Facts facts) {
        definition.choice().ifPresent(choice -> {
            var taken = choice.members().stream()
                    .filter(member -> resolved.tristate(member) == Tristate.YES)
                    .findFirst();
            var names = choice.members().stream().map(Option::name).collect(Collectors.joining(", "));
            var outcome = taken.map(t -> t.equals(option) ? "one of them must be chosen" : t.name() + " is chosen")
                    .orElse("none is chosen");
            facts.add("choice", "one of " + names + " (" + choice.location() + "): " + outcome);
        });
    }

    private boolean mayHold(Optional<Expression> condition) {
        return condition.map(c -> evaluation.of(c).most() != Tristate.NO).orElse(true);
    }
}
