package dev.gristmill.plan;

import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import java.util.Optional;

/**
 * A planned kernel as every machine with the same catalogue and lock knows it, before any of them has its source.
 *
 * @param source what the lock pins; nothing for a release that the catalogue names itself
 * @param key over everything that is asked for. Other than a build key, it takes neither a source nor a compiler to know
 */
public record Unit(PlannedKernel planned, Release release, Optional<Digest> source, Digest key)
        implements ReleasedKernel {

    /** {@code 5.10.262-tiny arm64}. */
    @Override
    public String toString() {
        return release + "-" + planned.profile().name() + " " + planned.architecture();
    }
}
