package dev.gristmill.plan;

import dev.gristmill.model.Release;

/** A planned kernel of which it is known which release it comes to. */
interface ReleasedKernel {
    PlannedKernel planned();

    Release release();
}
