package dev.gristmill.plan;

import dev.gristmill.model.Release;
import java.util.Optional;

/**
 * A planned kernel, as it was found when the run began.
 *
 * @param ready if nothing is left to do but to pack
 */
record FoundKernel(PlannedKernel planned, Release release, Optional<ResolvedRequest> ready) {}
