package dev.gristmill.fleet;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import java.util.Map;
import java.util.Optional;

/**
 * One of several machines that share the work.
 *
 * @param number from 1
 * @param of how many there are
 */
public record Shard(int number, int of) {
    private static final int MOST = 10_000;
    private static final String AUTO = "auto";
    private static final String KUBERNETES = "JOB_COMPLETION_INDEX"; // from 0

    public Shard {
        if (number < 1 || number > of || of > MOST) {
            throw new IllegalArgumentException(number + "/" + of);
        }
    }

    /**
     * Reads {@code 2/5}; and {@code auto/5}, where the number comes from the variable that a Kubernetes Indexed Job sets.
     *
     * @param option that says so, for the error
     * @throws InvalidInputException if it is something else
     * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode">completion mode</a>
     */
    public static Shard parse(String text, String option, Map<String, String> environment) {
        int slash = text.indexOf('/');
        var of = count(text.substring(slash + 1));
        var named = text.substring(0, Math.max(0, slash));
        if (slash < 0 || of.isEmpty()) {
            throw refused(option + " " + text);
        }
        if (!named.equals(AUTO)) {
            return count(named)
                    .filter(number -> number <= of.get())
                    .map(number -> new Shard(number, of.get()))
                    .orElseThrow(() -> refused(option + " " + text));
        }
        var index = environment.getOrDefault(KUBERNETES, "");
        return index(index)
                .filter(number -> number < of.get())
                .map(number -> new Shard(number + 1, of.get()))
                .orElseThrow(() -> new InvalidInputException(Problem.of("nobody says which of the shards this one is")
                        .where("$" + KUBERNETES)
                        .expected("a number from 0 to " + (of.get() - 1) + ", as an Indexed Job of " + of.get()
                                + " completions sets it")
                        .found(index.isEmpty() ? "nothing" : index)
                        .remedy("name it: " + option + " 1/" + of.get())));
    }

    /**
     * How many shards there are.
     *
     * @throws InvalidInputException if it is no such number
     */
    public static int count(String text, String option) {
        return count(text)
                .orElseThrow(() -> new InvalidInputException(Problem.of("this is no number of shards")
                        .where(option + " " + text)
                        .expected("a whole number from 1 to " + MOST)));
    }

    private static Optional<Integer> count(String text) {
        return index(text).filter(number -> number > 0);
    }

    private static Optional<Integer> index(String text) {
        try {
            return Optional.of(Integer.parseInt(text)).filter(number -> number >= 0 && number <= MOST);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static InvalidInputException refused(String place) {
        return new InvalidInputException(Problem.of("this is no shard")
                .where(place)
                .expected("a number and how many there are, from 1/5 to 5/5; or auto/5 in a Kubernetes Indexed Job"));
    }

    @Override
    public String toString() {
        return number + "/" + of;
    }
}
