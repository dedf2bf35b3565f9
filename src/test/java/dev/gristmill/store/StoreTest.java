package dev.gristmill.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.StepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    @TempDir
    Path folder;

    @Test
    void isFoundThroughTheEnvironment() {
        assertThat(Store.defaultRoot(Map.of("GRISTMILL_STORE", "/a", "XDG_CACHE_HOME", "/b", "HOME", "/c")))
                .isEqualTo(Path.of("/a"));
        assertThat(Store.defaultRoot(Map.of("XDG_CACHE_HOME", "/b", "HOME", "/c")))
                .isEqualTo(Path.of("/b/gristmill"));
        assertThat(Store.defaultRoot(Map.of("HOME", "/c"))).isEqualTo(Path.of("/c/.cache/gristmill"));
    }

    @Test
    void writesNothingBeforeItIsAsked() {
        try (var store = new Store(folder.resolve("store"))) {
            assertThat(store.kernels()).isEqualTo(folder.resolve("store/kernels"));
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void keepsTheFirstOfTwoPublishedUnderOneKey() throws IOException {
        try (var store = new Store(folder)) {
            var entry = store.kernels().resolve("key");
            store.publish(tree(store, "first"), entry);
            store.publish(tree(store, "second"), entry);
            assertThat(entry.resolve("file")).hasContent("first");
        }
    }

    @Test
    void leavesNoUnfinishedWorkBehind() throws IOException {
        try (var store = new Store(folder)) {
            tree(store, "unfinished");
        }
        assertThat(onlyFolders(folder.resolve("work"))).isEmpty();
    }

    @Test
    void sweepsTheWorkOfARunThatDiedAndNotThatOfALivingOne() throws IOException {
        var dead = Files.createDirectories(folder.resolve("work/dead"));
        Files.writeString(dead.resolve("half"), "half");
        try (var living = new Store(folder);
                var next = new Store(folder)) {
            var unfinished = tree(living, "living");
            tree(next, "next");
            assertThat(dead).doesNotExist();
            assertThat(unfinished.resolve("file")).hasContent("living");
        }
    }

    @Test
    void letsManyRunsComeAndGo() throws Exception {
        var runs = new ArrayList<Process>();
        for (int i = 0; i < 4; i++) {
            runs.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            StoreUser.class.getName(),
                            folder.toString())
                    .inheritIO()
                    .start());
        }
        for (var run : runs) {
            assertThat(run.waitFor()).isZero();
        }
    }

    @Test
    void letsOneThreadAtATimeHoldALock() throws Exception {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        try (var store = new Store(folder);
                var threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                all.add(threads.submit(() -> {
                    try (var lock = store.lock("one")) {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.sleep(2);
                        inside.decrementAndGet();
                    }
                    return null;
                }));
            }
            for (var one : all) {
                one.get();
            }
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void saysWhichStoreCannotBeWritten() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "in the way");
        try (var store = new Store(file)) {
            assertThatThrownBy(() -> store.temporary("x"))
                    .isInstanceOf(StepException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("--store");
        }
    }

    private static Path tree(Store store, String content) throws IOException {
        var tree = Files.createDirectory(store.temporary("tree"));
        Files.writeString(tree.resolve("file"), content);
        return tree;
    }

    private static List<Path> onlyFolders(Path parent) throws IOException {
        try (var entries = Files.list(parent)) {
            return entries.filter(Files::isDirectory).toList();
        }
    }
}
