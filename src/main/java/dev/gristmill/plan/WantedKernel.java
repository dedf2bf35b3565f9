package dev.gristmill.plan;

import dev.gristmill.contract.Violation;
import dev.gristmill.kernel.KernelRequest;
import java.util.List;

/**
 * A kernel that nothing keeps from being built.
 *
 * @param resolved whose source and toolchain are here if the kernel is not
 * @param violations with leave
 */
record WantedKernel(PlannedKernel planned, ResolvedRequest resolved, List<Violation> violations) {
    KernelRequest request() {
        return resolved.request();
    }
}
