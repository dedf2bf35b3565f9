package dev.gristmill.kconfig;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;

/** Tells of each option of one resolved configuration where its value comes from. */
public final class Origins {
    /** What an explainer says besides what stands in the way. */
    private static final Set<String> BESIDES = Set.of("defined", "try", "default", "cause");

    private static final Option MODULES = new Option("MODULES");

    private final ConfigurationRequest request;
    private final KconfigTree tree;
    private final DotConfig resolved;
    private final Evaluation evaluation;
    private final Explainer explainer;

    /** @param tree the Kconfig files that {@code request} was resolved with */
    public Origins(ConfigurationRequest request, KconfigTree tree, DotConfig resolved) {
        this.request = request;
        this.tree = tree;
        this.resolved = resolved;
        this.evaluation = new Evaluation(resolved);
        this.explainer = new Explainer(tree, resolved);
    }

    /** Of an option that the configuration may or may not mention. */
    public Origin of(Option option) {
        var value = resolved.value(option).orElse(Tristate.NO);
        if (request instanceof RequestedConfiguration requested) {
            var asked = requested.requirement(option).filter(r -> r.value().equals(value));
            if (asked.isPresent()) {
                return new Origin.Asked(asked.get());
            }
        }
        if (request instanceof FullConfiguration full
                && full.content().value(option).filter(value::equals).isPresent()) {
            return new Origin.Said(full.file());
        }
        var selectors = value == Tristate.NO ? List.<Option>of() : selectors(option);
        return selectors.isEmpty() ? new Origin.Default() : new Origin.Selected(selectors);
    }

    /** The same, and of an option that is off also what keeps it off. */
    public Origin inDepth(Option option) {
        if (tree.definitions(option).isEmpty()) {
            return new Origin.Unknown(explainer.explain(option, on(option)));
        }
        var origin = of(option);
        if (resolved.tristate(option) != Tristate.NO || isNumberOrText(option) || !(origin instanceof Origin.Default)) {
            return origin;
        }
        var hindered = new Explanation(explainer.explain(option, on(option)).facts().stream()
                .filter(fact -> !BESIDES.contains(fact.label()))
                .toList());
        return hindered.facts().isEmpty() ? origin : new Origin.Hindered(hindered);
    }

    /** What it takes for the option to be there at all. */
    private Value on(Option option) {
        return switch (tree.type(option)) {
            case BOOL -> Tristate.YES;
            case TRISTATE -> resolved.tristate(MODULES) == Tristate.NO ? Tristate.YES : Tristate.MODULE;
            case STRING -> new Value.Text("");
            case INT -> new Value.Number(BigInteger.ZERO, false);
            case HEX -> new Value.Number(BigInteger.ZERO, true);
        };
    }

    private boolean isNumberOrText(Option option) {
        return resolved.value(option).filter(v -> !(v instanceof Tristate)).isPresent();
    }

    private List<Option> selectors(Option option) {
        return tree.selectionsOf(option).stream()
                .filter(selection -> resolved.tristate(selection.selector()) != Tristate.NO)
                .filter(selection -> selection
                        .condition()
                        .map(c -> evaluation.of(c).most() != Tristate.NO)
                        .orElse(true))
                .map(Selection::selector)
                .distinct()
                .toList();
    }
}
