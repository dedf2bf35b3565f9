package dev.gristmill.plan;

import dev.gristmill.contract.Violation;
import dev.gristmill.model.StepException;
import dev.gristmill.model.Vmm;
import dev.gristmill.progress.Progress;
import java.util.List;
import java.util.Set;

/** Lets nothing through that breaks a contract, unless there is leave for that VMM. */
final class ContractGate {
    private final Progress progress;
    private final Set<Vmm> lenient;

    /** @param lenient VMMs whose contracts may be broken */
    ContractGate(Progress progress, Set<Vmm> lenient) {
        this.progress = progress;
        this.lenient = Set.copyOf(lenient);
    }

    /**
     * Warns of violations for which there is leave.
     *
     * @throws StepException with all the others, if there are any
     */
    void check(List<Violation> violations) {
        var refused = violations.stream()
                .filter(violation -> !lenient.contains(violation.vmm()))
                .map(Violation::problem)
                .toList();
        if (!refused.isEmpty()) {
            throw new StepException(refused, null);
        }
        violations.forEach(violation -> progress.warn(violation.problem().toString()));
    }
}
