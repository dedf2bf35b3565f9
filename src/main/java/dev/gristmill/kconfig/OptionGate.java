package dev.gristmill.kconfig;

import dev.gristmill.model.InvalidInputException;
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
     * Lets through what is as asked, or waived.
     *
     * @param explained adds to a problem why the option came out that way
     * @return what was waived
     * @throws StepException with one problem for each other requirement that is not met
     * @throws InvalidInputException if there is none, and a waiver is not needed
     */
    static List<Deviation> check(
            RequestedConfiguration requested, DotConfig resolved, BiFunction<Problem, Deviation, Problem> explained) {
        var all = deviations(requested, resolved);
        var problems = all.stream()
                .filter(deviation -> !requested.waives(deviation.option()))
                .map(deviation -> explained.apply(deviation.problem(), deviation))
                .toList();
        if (!problems.isEmpty()) {
            throw new StepException(problems, null);
        }
        var options = all.stream().map(Deviation::option).toList();
        var needless = requested.waived().stream()
                .filter(waiver -> !options.contains(waiver.option()))
                .map(waiver -> needless(waiver, requested))
                .toList();
        if (!needless.isEmpty()) {
            throw new InvalidInputException(needless);
        }
        return all;
    }

    private static Problem needless(WaivedOption waiver, RequestedConfiguration requested) {
        var requirement = requested.requirement(waiver.option()).orElseThrow();
        return Problem.of("the waiver of " + waiver.option() + " is not needed for " + requested.target())
                .where(waiver.place())
                .found(requirement.value() + ", as " + requirement.location() + " asks")
                .with("reason", waiver.reason())
                .remedy("remove the waiver, or narrow it with from, below and architecture");
    }

    // An option whose dependencies are not met is not mentioned, and is as good as off.
    private static boolean met(Value wanted, Optional<Value> found) {
        return found.orElse(Tristate.NO).equals(wanted);
    }
}
