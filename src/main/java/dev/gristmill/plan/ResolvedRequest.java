package dev.gristmill.plan;

import dev.gristmill.kconfig.ResolvedConfiguration;
import dev.gristmill.kernel.KernelRequest;

/**
 * A compile and the configuration that it is for.
 *
 * @param request whose source and toolchain need not be here if the kernel is
 */
record ResolvedRequest(KernelRequest request, ResolvedConfiguration configuration) {}
