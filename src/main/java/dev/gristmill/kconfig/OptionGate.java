package dev.gristmill.kconfig;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Compares what was asked for with what came out. Kconfig itself drops options without a word. */
public final class OptionGate {
    private OptionGate() {}

    /** Every requirement that is not met, in the order of the options' names. */
    public static List<Deviation> deviations(RequestedConfiguration requested, DotConfig resolved) {
        return requested.requirements().stream()
                .filter(requirement -> !met(requirement.value(), resolved.value(requirement.option())))
                .map(requirement -> new Deviation(requirement, resolved.value(requirement.option())))
                .toList();
    }

    /**
     * @param explained adds to a problem why the option came out that way
     * @throws StepException with one problem for each requirement that is not met
     */
    static void check(
            RequestedConfiguration requested, DotConfig resolved, BiFunction<Problem, Deviation, Problem> explained) {
        var deviations = deviations(requested, resolved);
        if (!deviations.isEmpty()) {
            throw new StepException(
                    deviations.stream()
                            .map(deviation -> explained.apply(deviation.problem(), deviation))
                            .toList(),
                    null);
        }
    }

    // An option whose dependencies are not met is not mentioned, and is as good as off.
    private static boolean met(Value wanted, Optional<Value> found) {
        return found.orElse(Tristate.NO).equals(wanted);
    }
}
