package dev.gristmill.plan;

import dev.gristmill.contract.OptionContract;
import dev.gristmill.contract.Violation;
import dev.gristmill.kconfig.DotConfig;
import dev.gristmill.kconfig.Target;
import dev.gristmill.model.Release;
import dev.gristmill.model.StepException;
import dev.gristmill.model.Vmm;
import java.util.EnumMap;
import java.util.Map;

/** Holds configurations to the contracts of the VMMs they are for; a contract is read once. */
final class Contracts {
    private final Map<Vmm, OptionContract> read = new EnumMap<>(Vmm.class);

    /**
     * @param configuration completed by the kernel's own tools
     * @throws StepException with everything in which it breaks the contract of any of the profile's VMMs
     */
    void check(PlannedKernel kernel, Release release, DotConfig configuration) {
        var profile = kernel.profile();
        var target = new Target(kernel.architecture(), release, profile.full());
        var problems = profile.vmms().stream()
                .flatMap(vmm -> contract(vmm).violations(configuration, target).stream())
                .map(Violation::problem)
                .toList();
        if (!problems.isEmpty()) {
            throw new StepException(problems, null);
        }
    }

    private OptionContract contract(Vmm vmm) {
        return read.computeIfAbsent(vmm, OptionContract::of);
    }
}
