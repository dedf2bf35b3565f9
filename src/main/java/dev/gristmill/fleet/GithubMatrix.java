package dev.gristmill.fleet;

import dev.gristmill.image.JsonObject;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;

/**
 * The value of {@code strategy.matrix}: one line for {@code fromJSON}, whose jobs have {@code matrix.name} and {@code
 * matrix.arguments}.
 *
 * @see <a href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategymatrix">matrix</a>
 */
public final class GithubMatrix {
    private static final int MOST_JOBS = 256;

    private GithubMatrix() {}

    /** @throws InvalidInputException if GitHub would refuse that many jobs */
    public static String text(Matrix matrix) {
        int jobs = matrix.jobs().size();
        if (jobs > MOST_JOBS) {
            throw new InvalidInputException(Problem.of("GitHub takes no matrix of that many jobs")
                    .expected("at most " + MOST_JOBS)
                    .found(jobs + " jobs")
                    .remedy("--shards " + MOST_JOBS + ", or fewer"));
        }
        return new JsonObject().put("include", matrix.entries()) + "\n";
    }
}
