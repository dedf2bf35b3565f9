package dev.gristmill.contract;

import dev.gristmill.kconfig.Option;
import dev.gristmill.kconfig.OptionLine;
import dev.gristmill.kconfig.Target;
import dev.gristmill.kconfig.Tristate;
import dev.gristmill.kconfig.Value;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Vmm;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A demand of a VMM that a configuration does not meet.
 *
 * @param found what the configuration says; empty where it does not mention the option
 */
public record Violation(Vmm vmm, Target target, OptionLine demand, Optional<Value> found) {

    public Option option() {
        return demand.option();
    }

    /** Whether the option must be off, as against on. */
    public boolean forbidden() {
        return demand.values().equals(List.of(Tristate.NO));
    }

    /** For image metadata: {@code firecracker:CONFIG_VIRTIO_MMIO}. */
    public String label() {
        return vmm + ":" + option();
    }

    boolean real() {
        return !demand.values().contains(found.orElse(Tristate.NO));
    }

    /** Told with the demand's reason and document. */
    public Problem problem() {
        var problem = Problem.of(
                        vmm + (forbidden() ? " forbids " : " needs ") + wanted() + " on " + target.architecture())
                .where("linux " + target.release() + " for " + target.architecture())
                .expected(values(" or "))
                .found(found.map(Value::toString).orElse("nothing: the configuration does not mention it"));
        if (!demand.reason().isEmpty()) {
            problem = problem.with("reason", demand.reason());
        }
        if (!demand.document().isEmpty()) {
            problem = problem.with("document", demand.document());
        }
        problem = problem.with("contract", demand.location().toString());
        return problem.remedy("ask for " + option() + "=" + demand.values().getFirst() + ", or take " + vmm
                + " out of the profile's vmms; 'gristmill config explain " + option().name()
                + "' tells what keeps it from being so");
    }

    private String wanted() {
        return forbidden() ? option().toString() : option() + "=" + values("|");
    }

    private String values(String separator) {
        return demand.values().stream().map(Value::toString).collect(Collectors.joining(separator));
    }
}
