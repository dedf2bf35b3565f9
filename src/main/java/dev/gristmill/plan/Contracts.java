package dev.gristmill.plan;

import dev.gristmill.contract.OptionContract;
import dev.gristmill.contract.Violation;
import dev.gristmill.kconfig.DotConfig;
import dev.gristmill.kconfig.Target;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import dev.gristmill.model.Vmm;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Holds configurations to the contracts of the VMMs they are for; a contract is read once. */
final class Contracts {
    private final Map<Vmm, OptionContract> read = new EnumMap<>(Vmm.class);

    /**
     * @param configuration completed by the kernel's own tools
     * @throws StepException with everything in which it breaks the contract of any of the profile's VMMs
     */
    void check(PlannedKernel kernel, Release release, DotConfig configuration) {
        var violations = violations(kernel, release, configuration);
        if (!violations.isEmpty()) {
            throw new StepException(violations.stream().map(Violation::problem).toList(), null);
        }
    }

    /** Everything in which it breaks a contract. */
    List<Violation> violations(PlannedKernel kernel, Release release, DotConfig configuration) {
        var profile = kernel.profile();
        var target = new Target(kernel.architecture(), release, profile.full());
        return profile.vmms().stream()
                .flatMap(vmm -> contract(vmm).violations(configuration, target).stream())
                .toList();
    }

    private OptionContract contract(Vmm vmm) {
        return read.computeIfAbsent(vmm, OptionContract::of);
    }
}
