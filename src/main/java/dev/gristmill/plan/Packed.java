package dev.gristmill.plan;

import dev.gristmill.image.PackedKernel;

/** A kernel whose images a run has written. */
public record Packed(PlannedKernel planned, PackedKernel images) {}
