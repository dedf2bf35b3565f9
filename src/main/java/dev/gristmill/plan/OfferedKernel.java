package dev.gristmill.plan;

import dev.gristmill.model.Release;
import dev.gristmill.source.SourceOffer;

/** A planned kernel, and the source that was found for it. */
record OfferedKernel(PlannedKernel planned, SourceOffer offer) implements ReleasedKernel {
    @Override
    public Release release() {
        return offer.release();
    }
}
