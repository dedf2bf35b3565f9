package dev.gristmill.plan;

import dev.gristmill.model.Digest;
import dev.gristmill.source.SourceOffer;
import java.util.Optional;

/**
 * What would happen for one kernel.
 *
 * @param images packed, to be put into a layout
 * @param toolchain for people, if it is on this machine
 * @param buildKey known once the configuration has been resolved
 * @param missing why the kernel is not there, unless it is
 */
public record PlanLine(
        PlannedKernel kernel,
        SourceOffer offer,
        Presence source,
        Presence configuration,
        Presence compiled,
        Presence images,
        Optional<String> toolchain,
        Optional<Digest> buildKey,
        Optional<MissingKernel> missing) {}
