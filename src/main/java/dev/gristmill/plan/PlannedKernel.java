package dev.gristmill.plan;

import dev.gristmill.catalogue.BuilderChoice;
import dev.gristmill.catalogue.KernelVersion;
import dev.gristmill.catalogue.Profile;
import dev.gristmill.catalogue.SourceChoice;
import dev.gristmill.model.Architecture;

/** One kernel to build: one release, one profile, one architecture. */
public record PlannedKernel(
        KernelVersion version,
        SourceChoice source,
        Profile profile,
        Architecture architecture,
        BuilderChoice builder) {}
