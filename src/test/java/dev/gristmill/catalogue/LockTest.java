package dev.gristmill.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Release;
import dev.gristmill.model.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockTest {
    private static final Instant DAY = Instant.parse("2026-03-01T10:20:30Z");

    @TempDir
    Path folder;

    private Path catalogue;

    @BeforeEach
    void write() throws IOException {
        catalogue = Files.writeString(folder.resolve("gristmill.yaml"), """
                kernels:
                  - series: "6.1"
                  - series: "5.10"
                  - version: 5.10.200
                  - {series: "6.12", source: {path: linux}}
                """);
    }

    @Test
    void isEmptyWhereThereIsNoFile() {
        var lock = CatalogueReader.read(catalogue).lock();
        assertThat(lock.pins()).isEmpty();
        assertThat(lock.file()).isEqualTo(folder.resolve("gristmill.lock"));
    }

    @Test
    void readsWhatItWrote() throws IOException {
        var lock = CatalogueReader.read(catalogue).lock().with(List.of(pin("6.1.187"), pin("5.10.262")));
        lock.write();
        assertThat(CatalogueReader.read(catalogue).lock()).isEqualTo(lock);
        assertThat(folder.resolve("gristmill.lock")).hasContent("""
                # What each series of the catalogue stands for. 'gristmill update' moves it, and nothing else does.
                kernels:
                  - release: 5.10.262
                    source: apt
                    path: pool/main/l/linux/linux_5.10.262.orig.tar.xz
                    size: 42
                    sha256: %s
                    resolved: 2026-03-01T10:20:30Z
                  - release: 6.1.187
                    source: apt
                    path: pool/main/l/linux/linux_6.1.187.orig.tar.xz
                    size: 42
                    sha256: %s
                    signed-by: A1B2 C3D4
                    resolved: 2026-03-01T10:20:30Z
                """.formatted(
                        pin("5.10.262").digest().hex(), pin("6.1.187").digest().hex()));
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void pinsSeriesOfRemoteSourcesAndNothingElse() {
        var read = CatalogueReader.read(catalogue);
        var locked = read.with(read.lock().with(List.of(pin("5.10.262"), pin("6.12.107"))));
        assertThat(locked.kernels().stream().map(locked::pinned))
                .containsExactly(
                        new KernelVersion.NewestOf(new Series(6, 1)),
                        new KernelVersion.Pinned(pin("5.10.262")),
                        new KernelVersion.Exactly(Release.parse("5.10.200").orElseThrow()),
                        new KernelVersion.NewestOf(new Series(6, 12)));
    }

    @Test
    void tellsEveryMistakeWithItsPlace() throws IOException {
        Files.writeString(folder.resolve("gristmill.lock"), """
                kernels:
                  - release: 5.10.x
                    source: apt
                    path: pool/linux.tar.xz
                    size: -1
                    sha256: abc
                    resolved: yesterday
                    signed: nobody
                """);
        assertThatThrownBy(() -> CatalogueReader.read(catalogue))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("gristmill.lock:2:14")
                .hasMessageContaining("gristmill.lock:5:11")
                .hasMessageContaining("gristmill.lock:6:13")
                .hasMessageContaining("gristmill.lock:7:15")
                .hasMessageContaining("unknown key 'signed'");
    }

    @Test
    void refusesASeriesThatIsPinnedTwice() throws IOException {
        var read = CatalogueReader.read(catalogue);
        var once = read.lock().with(List.of(pin("5.10.262"))).text();
        Files.writeString(
                folder.resolve("gristmill.lock"),
                once + once.lines().skip(2).reduce("", (a, b) -> a + b + "\n").replace("5.10.262", "5.10.261"));
        assertThatThrownBy(() -> CatalogueReader.read(catalogue)).hasMessageContaining("5.10 is pinned twice");
    }

    private static Pin pin(String release) {
        return new Pin(
                Release.parse(release).orElseThrow(),
                "apt",
                "pool/main/l/linux/linux_" + release + ".orig.tar.xz",
                42,
                Digest.of(release),
                release.startsWith("6") ? List.of("A1B2", "C3D4") : List.of(),
                DAY);
    }
}
