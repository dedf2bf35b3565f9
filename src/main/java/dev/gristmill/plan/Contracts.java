package dev.gristmill.plan;

import dev.gristmill.contract.OptionContract;
import dev.gristmill.contract.Violation;
import dev.gristmill.kconfig.DotConfig;
import dev.gristmill.kconfig.Target;
import dev.gristmill.model.Release;
import dev.gristmill.model.Vmm;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Holds configurations to the contracts of the VMMs they are for; a contract is read once. */
final class Contracts {
    private final Map<Vmm, OptionContract> read = new EnumMap<>(Vmm.class);

    /**
     * Everything in which it breaks the contract of a VMM of the profile.
     *
     * @param configuration completed by the kernel's own tools
     */
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
