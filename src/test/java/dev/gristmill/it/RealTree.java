package dev.gristmill.it;

import dev.gristmill.model.Series;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.AptSource;
import dev.gristmill.source.SourceStore;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.Store;

/** A real source tree in this machine's own store, where other tests and users find it too. */
final class RealTree {
    private RealTree() {}

    static SourceTree newest(String series) throws InterruptedException {
        try (var store = new Store(Store.defaultRoot(System.getenv()))) {
            var offer = AptSource.ofThisMachine(store, Progress.none())
                    .newest(Series.parse(series).orElseThrow());
            return new SourceStore(store, Progress.none()).obtain(offer);
        }
    }
}
