package dev.gristmill.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A build, check or transfer failed. Exit status 1. */
public non-sealed class StepException extends GristmillException {
    public StepException(Problem problem) {
        this(List.of(problem), null);
    }

    public StepException(Problem problem, @Nullable Throwable cause) {
        this(List.of(problem), cause);
    }

    public StepException(List<Problem> problems, @Nullable Throwable cause) {
        super(problems, cause);
    }

    @Override
    public int exitStatus() {
        return 1;
    }
}
