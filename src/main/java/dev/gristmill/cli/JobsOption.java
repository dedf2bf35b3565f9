package dev.gristmill.cli;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How many programs make may run at once. */
final class JobsOption {
    private final OptionSpec jobs =
            Options.number("--jobs", "N", "How many programs make may run at once (default: one for each processor).");

    void addTo(CommandSpec spec) {
        spec.addOption(jobs);
    }

    /** @throws InvalidInputException if none would run */
    int value() {
        int given = Optional.<Integer>ofNullable(jobs.getValue())
                .orElse(Runtime.getRuntime().availableProcessors());
        if (given < 1) {
            throw new InvalidInputException(Problem.of("no job at all builds nothing")
                    .where("--jobs " + given)
                    .expected("1 or more"));
        }
        return given;
    }
}
