package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Series;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.AptSource;
import dev.gristmill.source.OfferMemory;
import dev.gristmill.source.SourceStore;
import dev.gristmill.store.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian archives of this machine, gpgv, xz and tar. */
class SourceIT {
    private static final Series SERIES = Series.parse("5.10").orElseThrow();

    @TempDir
    private Path folder;

    @Test
    void fetchesTheNewestReleaseAndHasItFromThenOn() throws Exception {
        try (var store = new Store(folder)) {
            var offer = AptSource.ofThisMachine(store, Progress.none()).newest(SERIES);
            assertThat(offer.release().series()).isEqualTo(SERIES);
            assertThat(offer.skipped()).allMatch(s -> s.release().compareTo(offer.release()) > 0);
            var sources = new SourceStore(store, Progress.none());
            assertThat(sources.find(offer.identity())).isEmpty();

            var tree = sources.obtain(offer);
            assertThat(tree.release()).isEqualTo(offer.release());
            assertThat(tree.root().resolve("arch/arm64/Makefile")).isRegularFile();

            var remembered =
                    OfferMemory.ofApt(store).remembered(SERIES).orElseThrow().offer();
            assertThat(remembered).isEqualTo(offer);
            assertThat(sources.find(remembered.identity())).contains(tree);
        }
    }
}
