package dev.gristmill.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GarbageCollectionTest {
    private static final Instant NOW = Instant.now();

    @TempDir
    Path folder;

    private Store store;

    @BeforeEach
    void setUp() {
        store = new Store(folder);
    }

    @Test
    void removesWhatWasNotUsedForSoLong() throws IOException {
        var old = kernel("old", 10, Duration.ofDays(40));
        var recent = kernel("recent", 10, Duration.ofDays(20));
        var outcome = collect(Optional.of(Duration.ofDays(30)), Optional.empty());
        assertThat(old).doesNotExist();
        assertThat(recent).exists();
        assertThat(outcome.removed()).extracting(StoreEntry::path).containsExactly(old);
    }

    @Test
    void removesWhatWasUsedLongestAgoUntilThereIsRoom() throws IOException {
        var oldest = blob("a", 100, Duration.ofDays(3));
        var older = kernel("b", 100, Duration.ofDays(2));
        var newest = blob("c", 100, Duration.ofDays(1));
        var outcome = collect(Optional.empty(), Optional.of(150L));
        assertThat(oldest).doesNotExist();
        assertThat(older).doesNotExist();
        assertThat(newest).exists();
        assertThat(outcome.kept()).isEqualTo(100);
    }

    @Test
    void rehearsesWithoutRemoving() throws IOException {
        var old = kernel("old", 10, Duration.ofDays(40));
        var outcome = new GarbageCollection(store, new GarbageCollection.Rule(Optional.empty(), Optional.of(0L)))
                .rehearse(NOW);
        assertThat(outcome.removed()).hasSize(1);
        assertThat(old).exists();
    }

    @Test
    void leavesWhatWasUsedAMomentAgo() throws IOException {
        var used = kernel("used", 10, Duration.ofDays(40));
        Store.used(used);
        collect(Optional.of(Duration.ZERO), Optional.of(0L));
        assertThat(used).exists();
    }

    @Test
    void leavesWhatALivingRunMayUse() throws Exception {
        try (var run = new Store(folder)) {
            var work = run.temporary("compile").getParent();
            var begun = NOW.minus(Duration.ofHours(10));
            Files.setLastModifiedTime(work.resolve("in-use"), FileTime.from(begun));
            var used = kernel("used", 10, Duration.ofHours(10));
            var unused = kernel("unused", 10, Duration.ofHours(12));
            collect(Optional.of(Duration.ZERO), Optional.empty());
            assertThat(used).exists();
            assertThat(unused).doesNotExist();
        }
    }

    @Test
    void leavesWhatIsNotMadeAgain() throws IOException {
        for (var name : new String[] {"records", "configurations", "memory", "proofs"}) {
            Files.writeString(Files.createDirectories(folder.resolve(name)).resolve("entry"), "kept");
        }
        assertThat(new Inventory(store).removable()).isEmpty();
    }

    @Test
    void countsAllThatIsInTheStore() throws IOException {
        kernel("a", 70, Duration.ZERO);
        blob("b", 30, Duration.ZERO);
        assertThat(new Inventory(store).folders())
                .containsExactly(new Inventory.Folder("blobs", 30), new Inventory.Folder("kernels", 70));
    }

    private GarbageCollection.Outcome collect(Optional<Duration> olderThan, Optional<Long> keep) {
        try (var own = new Store(folder)) {
            return new GarbageCollection(own, new GarbageCollection.Rule(olderThan, keep)).run(NOW);
        }
    }

    private Path kernel(String name, int bytes, Duration age) throws IOException {
        var entry = Files.createDirectories(store.kernels().resolve(name));
        Files.write(entry.resolve("boot-file"), new byte[bytes]);
        return aged(entry, age);
    }

    private Path blob(String name, int bytes, Duration age) throws IOException {
        var entry = Files.createDirectories(store.blobs()).resolve(name);
        Files.write(entry, new byte[bytes]);
        return aged(entry, age);
    }

    private static Path aged(Path entry, Duration age) throws IOException {
        return Files.setLastModifiedTime(entry, FileTime.from(NOW.minus(age)));
    }
}
