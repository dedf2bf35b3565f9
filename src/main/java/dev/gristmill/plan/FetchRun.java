package dev.gristmill.plan;

import dev.gristmill.progress.Progress;
import dev.gristmill.source.SourceOffer;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.Store;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings the sources of kernels, and the builders they are compiled in, into the store. */
public final class FetchRun {
    private final Sources sources;
    private final Toolchains toolchains;

    public FetchRun(Store store, Progress progress) {
        this.sources = new Sources(store, progress);
        this.toolchains = new Toolchains(store, progress);
    }

    /** The tree of each offer, fetched, verified and unpacked where it is not there. */
    public Map<SourceOffer, SourceTree> run(List<PlannedKernel> planned) throws InterruptedException {
        var trees = new LinkedHashMap<SourceOffer, SourceTree>();
        for (var kernel : planned) {
            var offer = sources.offer(kernel.version(), kernel.source());
            trees.put(offer, sources.tree(offer));
            toolchains.bring(kernel);
        }
        return trees;
    }
}
