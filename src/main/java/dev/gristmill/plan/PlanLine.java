package dev.gristmill.plan;

import dev.gristmill.model.Digest;
import dev.gristmill.source.SourceOffer;
import java.util.Optional;

/**
 * What would happen for one kernel.
 *
 * @param buildKey known once the configuration has been resolved
 * @param missing why the kernel is not there, unless it is
 */
public record PlanLine(
        PlannedKernel kernel,
        SourceOffer offer,
        Presence source,
        Presence configuration,
        Presence compiled,
        Optional<Digest> buildKey,
        Optional<MissingKernel> missing) {}
