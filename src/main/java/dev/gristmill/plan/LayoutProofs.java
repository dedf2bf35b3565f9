package dev.gristmill.plan;

import dev.gristmill.boot.Proof;
import dev.gristmill.image.ImageKind;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PublishedIndex;
import dev.gristmill.model.Digest;
import dev.gristmill.registry.LayoutImages;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Boots what is in images that are about to be pushed: every architecture in them, those that earlier builds left there
 * too, for every VMM that they name.
 */
public final class LayoutProofs {
    private final OciLayout layout;
    private final ImageCandidates candidates;
    private final ProofRun run;

    public LayoutProofs(OciLayout layout, ImageCandidates candidates, ProofRun run) {
        this.layout = layout;
        this.candidates = candidates;
        this.run = run;
    }

    /** Several names and tags may stand for one image, which is booted once. */
    public List<Proof> of(List<PublishedIndex> images, int parallel) throws InterruptedException {
        return run.run(jobs(images), parallel);
    }

    List<ProofRun.Job> jobs(List<PublishedIndex> images) throws InterruptedException {
        var jobs = new ArrayList<ProofRun.Job>();
        var seen = new HashSet<Digest>();
        for (var image : images) {
            var reference = image.reference();
            if (!reference.name().endsWith(ImageKind.BIN.suffix())
                    || !seen.add(image.descriptor().digest())) {
                continue;
            }
            var from = new LayoutImages(layout, reference.name());
            for (var found : candidates.of(from, reference.tag(), image.descriptor())) {
                jobs.add(new ProofRun.Job(found.candidate(), found.vmms()));
            }
        }
        return jobs;
    }
}
