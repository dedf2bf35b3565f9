package dev.gristmill.model;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A failure that is explained to the user and decides the exit status; a programming error never is one. */
public abstract sealed class GristmillException extends RuntimeException permits InvalidInputException, StepException {
    private final transient List<Problem> problems;

    GristmillException(List<Problem> problems, @Nullable Throwable cause) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), cause);
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }

    public abstract int exitStatus();
}
