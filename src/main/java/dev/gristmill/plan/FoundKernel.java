package dev.gristmill.plan;

import java.util.Optional;

/**
 * A planned kernel, as it was found when the run began.
 *
 * @param ready if nothing is left to do but to pack
 */
record FoundKernel(PlannedKernel planned, Optional<ResolvedRequest> ready) {}
