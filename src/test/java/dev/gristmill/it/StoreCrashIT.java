package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.store.Seal;
import dev.gristmill.store.Store;
import dev.gristmill.store.StoreVerification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several programs that write the same entries to one store, and are killed at random moments. */
class StoreCrashIT {
    private static final int ENTRIES = 300;
    private static final int ROUNDS = 12;
    private static final int WRITERS = 3;

    @TempDir
    Path folder;

    private final List<Process> writers = new ArrayList<>();

    @Test
    void nothingIsEverHalfThereAndTheNextRunGoesOn() throws Exception {
        var random = new Random(6);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < WRITERS; i++) {
                    writers.add(start());
                }
                for (var writer : writers) {
                    assertThat(writer.getInputStream().read()).isEqualTo('w');
                }
                for (var writer : writers) {
                    Thread.sleep(random.nextInt(60));
                    writer.destroyForcibly().waitFor();
                }
                writers.clear();
                try (var store = new Store(folder)) {
                    assertThat(new StoreVerification(store).run().removed()).isEmpty();
                }
            }
            writers.add(start());
            assertThat(writers.getFirst().waitFor()).isZero();
        } finally {
            writers.forEach(Process::destroyForcibly);
        }
        try (var store = new Store(folder)) {
            assertThat(new StoreVerification(store).run().sound()).isEqualTo(ENTRIES);
        }
        try (var left = Files.list(folder.resolve("work"))) {
            assertThat(left.filter(Files::isDirectory)).isEmpty();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Publishes every entry, under its lock, that is not there yet. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] root) throws Exception {
            try (var store = new Store(Path.of(root[0]))) {
                System.out.print('w');
                System.out.flush();
                for (int i = 0; i < ENTRIES; i++) {
                    var entry = store.kernels().resolve("kernel-" + i);
                    try (var lock = store.lock("kernel-" + i)) {
                        if (!Files.exists(entry)) {
                            store.publish(finished(store, i), entry);
                        }
                    }
                }
            }
        }

        private static Path finished(Store store, int number) throws IOException {
            var folder = Files.createDirectories(store.temporary("kernel"));
            for (int file = 0; file < 10; file++) {
                Files.writeString(folder.resolve("file-" + file), (number + " " + file).repeat(2000));
            }
            Seal.put(folder);
            return folder;
        }
    }
}
