package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.gzip.ChunkMemory;
import dev.gristmill.gzip.GzipStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What gzip itself makes of our gzip. */
class GzipIT {
    private static final Path PROGRAM = Path.of(System.getProperty("java.home"), "lib/server/libjvm.so");

    @TempDir
    private Path folder;

    private Path packed;

    @BeforeEach
    void pack() throws Exception {
        packed = folder.resolve("packed.gz");
        try (var memory = new ChunkMemory(folder.resolve("chunks"));
                var gzip = new GzipStream(Files.newOutputStream(packed), memory)) {
            Files.copy(PROGRAM, gzip);
        }
    }

    @Test
    void gzipUnpacksIt() throws Exception {
        Tool.run(folder, "gzip", "--test", packed.toString()).mustSucceed();
        Tool.run(folder, "gzip", "--decompress", packed.toString()).mustSucceed();
        assertThat(folder.resolve("packed")).hasSameBinaryContentAs(PROGRAM);
    }

    @Test
    void isAboutAsSmallAsGzips() throws Exception {
        Files.copy(PROGRAM, folder.resolve("program"));
        Tool.run(folder, "gzip", "-6", "program").mustSucceed();
        assertThat((double) Files.size(packed)).isLessThan(Files.size(folder.resolve("program.gz")) * 1.02);
    }
}
