package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchDiskTest {
    private static final int ANSWER = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void isNotAnsweredByADiskThatNobodyWroteTo() throws IOException {
        assertThat(disk(1).isAnswered()).isFalse();
    }

    @Test
    void isAnsweredByTheComplementOfItsPattern() throws IOException {
        var disk = disk(7);
        answer(-1);
        assertThat(disk.isAnswered()).isTrue();
    }

    @Test
    void isNotAnsweredWhereOneByteDiffers() throws IOException {
        var disk = disk(7);
        answer(65_535);
        assertThat(disk.isAnswered()).isFalse();
    }

    @Test
    void isNotAnsweredByThePatternOfAnotherSeed() throws IOException {
        disk(8);
        answer(-1);
        assertThat(reopened(9).isAnswered()).isFalse();
    }

    @Test
    void readsTextUpToItsFirstZeroAndNoFurtherThanItsPlace() throws IOException {
        var disk = disk(1);
        assertThat(disk.firstReport()).isEmpty();
        write(2 << 20, "first");
        write(3 << 20, "x".repeat(100_000));
        assertThat(disk.firstReport()).isEqualTo("first");
        assertThat(disk.secondReport()).hasSize(64 << 10);
        write(4 << 20, "log\u0000more");
        assertThat(disk.kernelLog()).isEqualTo("log");
    }

    @Test
    void agreesWithTheGuestOnItsPlaces() {
        assertThat(GuestInit.sourceText("report.h"))
                .contains("PATTERN_AT = 0,")
                .contains("PATTERN_BYTES = 64 << 10,")
                .contains("ANSWER_AT = 1 << 20,")
                .contains("REPORT_AT = 2 << 20,")
                .contains("SECOND_REPORT_AT = 3 << 20,")
                .contains("LOG_AT = 4 << 20,")
                .contains("REPORT_BYTES = 64 << 10,")
                .contains("LOG_BYTES = 256 << 10,");
    }

    private ScratchDisk disk(long seed) throws IOException {
        return ScratchDisk.create(folder.resolve("disk"), seed);
    }

    /** A disk of another seed with what is on the first but its pattern. */
    private ScratchDisk reopened(long seed) throws IOException {
        var answer = new byte[64 << 10];
        try (var file = new RandomAccessFile(folder.resolve("disk").toFile(), "r")) {
            file.seek(ANSWER);
            file.readFully(answer);
        }
        Files.delete(folder.resolve("disk"));
        var other = disk(seed);
        try (var file = new RandomAccessFile(folder.resolve("disk").toFile(), "rw")) {
            file.seek(ANSWER);
            file.write(answer);
        }
        return other;
    }

    /** Writes the complement of what is on the disk, but for one byte. */
    private void answer(int wrongByte) throws IOException {
        var pattern = new byte[64 << 10];
        try (var file = new RandomAccessFile(folder.resolve("disk").toFile(), "rw")) {
            file.readFully(pattern);
            for (int i = 0; i < pattern.length; i++) {
                pattern[i] = (byte) (i == wrongByte ? pattern[i] : ~pattern[i]);
            }
            file.seek(ANSWER);
            file.write(pattern);
        }
    }

    private void write(long offset, String text) throws IOException {
        try (var file = new RandomAccessFile(folder.resolve("disk").toFile(), "rw")) {
            file.seek(offset);
            file.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
