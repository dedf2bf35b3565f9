package dev.gristmill.model;

import java.util.List;

/** The command line, the catalogue or another file of the user's is wrong; nothing was written. Exit status 2. */
public non-sealed class InvalidInputException extends GristmillException {
    public InvalidInputException(Problem problem) {
        this(List.of(problem));
    }

    public InvalidInputException(List<Problem> problems) {
        super(problems, null);
    }

    @Override
    public int exitStatus() {
        return 2;
    }
}
