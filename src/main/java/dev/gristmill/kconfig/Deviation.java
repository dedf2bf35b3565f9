package dev.gristmill.kconfig;

import dev.gristmill.model.Problem;
import java.util.Optional;

/**
 * An option that did not come out as asked.
 *
 * @param wanted what was asked for, and where
 * @param found what came out; empty where the resolved configuration does not mention it
 */
public record Deviation(Requirement wanted, Optional<Value> found) {

    public Option option() {
        return wanted.option();
    }

    Problem problem() {
        var problem = Problem.of(option() + " did not come out as asked")
                .where(wanted.location())
                .expected(wanted.value())
                .found(found.map(Value::toString).orElse("nothing: the resolved configuration does not mention it"));
        return wanted.reason().isEmpty() ? problem : problem.with("reason", wanted.reason());
    }
}
