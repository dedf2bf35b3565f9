package dev.gristmill.source;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import dev.gristmill.model.StepException;
import java.util.List;

/** A place that offers kernel sources. Tells what it has; fetching is the {@link SourceStore}'s business. */
public sealed interface KernelSource permits GitSource, AptSource, KernelOrgSource, PathSource {
    /**
     * The newest finished release of a series that can be fetched.
     *
     * @throws InvalidInputException if there is none; says what there is
     * @throws StepException if the source cannot be asked or fails a proof
     */
    SourceOffer newest(Series series) throws InterruptedException;

    /**
     * That release and no other.
     *
     * @throws InvalidInputException if it is not offered; says what is
     * @throws StepException if the source cannot be asked or fails a proof
     */
    SourceOffer exactly(Release release) throws InterruptedException;

    /**
     * What changed from one release of a series to another, the newest first. Nothing where the source has no such thing.
     *
     * @throws StepException if the source cannot be asked
     */
    default List<ReleaseNotes> notes(Release from, Release to) throws InterruptedException {
        return List.of();
    }
}
