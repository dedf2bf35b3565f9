package dev.gristmill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Architecture;
import dev.gristmill.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildHistoryTest {
    @TempDir
    Path folder;

    private Store store;
    private BuildHistory history;
    private KernelRequest request;

    @BeforeEach
    void open() throws Exception {
        store = new Store(folder.resolve("store"));
        history = new BuildHistory(store);
        request = Compiled.request(Files.createDirectories(folder.resolve("tree")), Architecture.ARM64);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void knowsNothingOfWhatWasNeverBuilt() {
        assertThat(last()).isEmpty();
    }

    @Test
    void remembersTheLastKernelAndHowLongItTook() {
        history.compiled(request, Duration.ofSeconds(492));
        assertThat(last()).contains(new BuildHistory.Last(request.key(), Optional.of(Duration.ofSeconds(492))));
    }

    @Test
    void keepsTheTimeWhenAKernelIsUsedAgain() {
        history.compiled(request, Duration.ofSeconds(492));
        history.used(request);
        assertThat(last().orElseThrow().took()).contains(Duration.ofSeconds(492));
    }

    @Test
    void hasNoTimeForWhatWasNotCompiledHere() {
        history.used(request);
        assertThat(last()).contains(new BuildHistory.Last(request.key(), Optional.empty()));
    }

    @Test
    void takesADamagedMemoryForNone() throws Exception {
        history.compiled(request, Duration.ofSeconds(1));
        try (var files = Files.list(store.memory().resolve("builds"))) {
            Files.writeString(files.findFirst().orElseThrow(), "nonsense");
        }
        assertThat(last()).isEmpty();
    }

    private Optional<BuildHistory.Last> last() {
        return history.last(request.source().release().series(), request.profile(), request.architecture());
    }
}
