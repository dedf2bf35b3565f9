package dev.gristmill.source;

import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import java.util.List;

/**
 * What a source tree is, whether it is here or not.
 *
 * @param pristine what {@link SourceTree#identity} says
 * @param patches the digest of each patch, in the order they are applied
 */
public record SourceIdentity(Release release, Digest pristine, List<Digest> patches) {
    public SourceIdentity {
        patches = List.copyOf(patches);
    }

    /** What {@link SourceTree#content} says. */
    public Digest content() {
        return patches.isEmpty() ? pristine : PatchedTrees.identity(pristine, patches);
    }
}
