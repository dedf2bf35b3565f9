package dev.gristmill.contract;

import dev.gristmill.model.Problem;

/** A file's headers contradict the file or their format. */
final class MalformedFileException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    MalformedFileException(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
