package dev.gristmill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import dev.gristmill.source.SourceTree;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepEstimateTest {
    private static final ConfigFacts CONFIG = new ConfigFacts(500, 20, true, false, false);

    @TempDir
    Path folder;

    private Store store;

    @BeforeEach
    void openStore() {
        store = new Store(folder.resolve("store"));
    }

    @Test
    void guessesFromTheConfigurationAtFirst() throws Exception {
        assertThat(estimate("5.10.262", "tiny").steps(CONFIG)).isEqualTo(StepEstimate.guess(CONFIG));
        assertThat(StepEstimate.guess(new ConfigFacts(0, 0, false, false, false)))
                .isPositive();
    }

    @Test
    void remembersTheLastRunOfTheSameSeriesAndProfile() throws Exception {
        estimate("5.10.262", "tiny").remember(1234);
        assertThat(estimate("5.10.263", "tiny").steps(CONFIG)).isEqualTo(1234);
        assertThat(estimate("5.10.262", "microvm").steps(CONFIG)).isEqualTo(StepEstimate.guess(CONFIG));
        assertThat(estimate("6.1.187", "tiny").steps(CONFIG)).isEqualTo(StepEstimate.guess(CONFIG));
    }

    @Test
    void guessesWhereTheMemoryIsDamaged() throws Exception {
        estimate("5.10.262", "tiny").remember(1234);
        Files.writeString(store.memory().resolve("steps-5.10-tiny-arm64"), "many");
        assertThat(estimate("5.10.262", "tiny").steps(CONFIG)).isEqualTo(StepEstimate.guess(CONFIG));
    }

    private StepEstimate estimate(String release, String profile) throws IOException {
        var source = new SourceTree(
                folder, Release.parse(release).orElseThrow(), Digest.of("source"), Instant.EPOCH, "test");
        var config = Files.writeString(folder.resolve("config"), "CONFIG_64BIT=y\n");
        var toolchain = new Toolchain(Architecture.ARM64, "aarch64-linux-gnu-", "gcc 1", Digest.of("gcc"));
        return new StepEstimate(store, KernelRequest.of(source, config, Digest.of(config), toolchain, profile));
    }
}
