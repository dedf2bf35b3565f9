package dev.gristmill.plan;

import dev.gristmill.model.Release;

/** A planned kernel with the release that it comes to. */
record NamedKernel(PlannedKernel planned, Release release) implements ReleasedKernel {}
