package dev.gristmill.boot;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The disk that a guest reads a pattern from, and writes its answer, its reports and the kernel's log to: what a kernel
 * without a console is heard by. Where things are, {@code report.h} knows too; everything is bounded by its place.
 */
final class ScratchDisk {
    static final String SERIAL = "scratch";

    private static final long SIZE = 16L << 20;
    private static final int PATTERN_BYTES = 64 << 10;
    private static final long ANSWER = 1L << 20;
    private static final long FIRST_REPORT = 2L << 20;
    private static final long SECOND_REPORT = 3L << 20;
    private static final int REPORT_BYTES = 64 << 10;
    private static final long LOG = 4L << 20;
    private static final int LOG_BYTES = 256 << 10;

    private final Path file;
    private final long seed;

    private ScratchDisk(Path file, long seed) {
        this.file = file;
        this.seed = seed;
    }

    /** Makes one; the seed, not negative, decides its pattern. */
    static ScratchDisk create(Path file, long seed) throws IOException {
        try (var disk = new RandomAccessFile(file.toFile(), "rw")) {
            disk.write(pattern(seed));
            disk.setLength(SIZE);
        }
        return new ScratchDisk(file, seed);
    }

    /** As the guest's orders name it. */
    String seed() {
        return Long.toString(seed);
    }

    Disk asDisk() {
        return new Disk(SERIAL, file, false);
    }

    /** Whether the guest read the pattern and wrote its complement. */
    boolean isAnswered() throws IOException {
        var expected = pattern(seed);
        var found = read(ANSWER, PATTERN_BYTES);
        for (int i = 0; i < PATTERN_BYTES; i++) {
            if (found[i] != (byte) ~expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** What the guest wrote at its first start, as far as it is a report. */
    String firstReport() throws IOException {
        return text(FIRST_REPORT, REPORT_BYTES);
    }

    String secondReport() throws IOException {
        return text(SECOND_REPORT, REPORT_BYTES);
    }

    /** The kernel's messages at the first start. */
    String kernelLog() throws IOException {
        return text(LOG, LOG_BYTES);
    }

    private String text(long offset, int size) throws IOException {
        var bytes = read(offset, size);
        int length = 0;
        while (length < size && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private byte[] read(long offset, int size) throws IOException {
        var bytes = new byte[size];
        try (var disk = new RandomAccessFile(file.toFile(), "r")) {
            disk.seek(offset);
            disk.readFully(bytes);
        }
        return bytes;
    }

    /** A linear congruential generator with Knuth's constants, the top byte of each state. */
    private static byte[] pattern(long seed) {
        var bytes = new byte[PATTERN_BYTES];
        long state = seed;
        for (int i = 0; i < bytes.length; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            bytes[i] = (byte) (state >>> 56);
        }
        return bytes;
    }
}
