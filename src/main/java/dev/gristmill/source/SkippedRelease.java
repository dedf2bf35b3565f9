package dev.gristmill.source;

import dev.gristmill.model.Release;

/** A newer release that a source lists and that cannot be had. */
public record SkippedRelease(Release release, String reason) {}
