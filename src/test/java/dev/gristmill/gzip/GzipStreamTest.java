package dev.gristmill.gzip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GzipStreamTest {
    @TempDir
    private Path folder;

    private ChunkMemory memory;

    @BeforeEach
    void open() throws IOException {
        memory = new ChunkMemory(folder.resolve("chunks"));
    }

    @AfterEach
    void close() throws IOException {
        memory.close();
    }

    /** A change of these values means that every image gets another digest: raise the recipe of packing with them. */
    @Test
    void givesKnownBytes() throws Exception {
        assertThat(hex("")).isEqualTo("1f8b08000000000000ff" + "0300" + "00000000" + "00000000");
        assertThat(hex("kernel\n"))
                .isEqualTo("1f8b08000000000000ff" + "ca4e2dca4bcde102000000ffff" + "0300" + "69ae8e73" + "07000000");
        assertThat(Digest.of(compress(sample(1, 1_500_000), 2)).hex())
                .isEqualTo("470d5351f582d123cbb1d1194258768073f2e93480ff15ee3893ac867b7ea8c8");
    }

    @Test
    void unpacksToWhatWasPacked() throws Exception {
        for (int seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            var content = sample(seed, random.nextInt(seed % 4 == 0 ? 1_300_000 : 20_000));
            assertThat(unpacked(compress(content, 2))).as("seed %d", seed).isEqualTo(content);
        }
    }

    @Test
    void unpacksToWhatWasPackedAtTheBorders() throws Exception {
        for (int size : new int[] {
            0,
            1,
            2,
            3,
            4,
            258,
            259,
            Chunk.SIZE - 1,
            Chunk.SIZE,
            Chunk.SIZE + 1,
            Chunk.SIZE + Symbols.FARTHEST,
            2 * Chunk.SIZE
        }) {
            for (var content : new byte[][] {new byte[size], sample(size, size), noise(size)}) {
                assertThat(unpacked(compress(content, 2))).as("%d bytes", size).isEqualTo(content);
            }
        }
    }

    @Test
    void givesTheSameBytesWithAnyNumberOfThreads() throws Exception {
        var content = sample(3, 3_000_000);
        var one = compress(content, 1);
        for (int threads = 2; threads <= 5; threads++) {
            memory.close();
            memory = new ChunkMemory(folder.resolve("chunks" + threads));
            assertThat(compress(content, threads)).isEqualTo(one);
        }
    }

    @Test
    void givesTheSameBytesHoweverItIsWritten() throws Exception {
        var content = sample(4, 1_200_000);
        var whole = compress(content, 2);
        var random = new Random(4);
        var out = new ByteArrayOutputStream();
        try (var gzip = new GzipStream(out, memory, 2)) {
            for (int at = 0; at < content.length; ) {
                int part = Math.min(content.length - at, random.nextInt(100_000));
                gzip.write(content, at, part);
                at += part;
            }
        }
        assertThat(out.toByteArray()).isEqualTo(whole);
    }

    @Test
    void knowsAgainWhatFollowsACut() throws Exception {
        var shared = sample(5, 2_000_000);
        var first = withCut("one start", shared);
        long before = memory.size();
        var second = withCut("another, longer start", shared);
        assertThat(memory.size() - before).isLessThan(100);
        assertThat(unpacked(first)).endsWith(shared);
        assertThat(unpacked(second)).endsWith(shared).startsWith("another".getBytes(StandardCharsets.US_ASCII));
        assertThat(second).containsSequence(Arrays.copyOfRange(first, 100, 10_000));
    }

    @Test
    void growsByNextToNothingWhereNothingCanBeSaved() throws Exception {
        var content = noise(2_000_000);
        assertThat(compress(content, 2)).hasSizeLessThan(content.length + content.length / 1000);
    }

    @Test
    void makesLongRunsVerySmall() throws Exception {
        assertThat(compress(new byte[10_000_000], 2)).hasSizeLessThan(15_000);
    }

    @Test
    void stopsWhenInterrupted() throws Exception {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> compress(sample(6, 5_000_000), 1)).isInstanceOf(ClosedByInterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private String hex(String text) throws IOException {
        return HexFormat.of().formatHex(compress(text.getBytes(StandardCharsets.US_ASCII), 1));
    }

    private byte[] compress(byte[] content, int threads) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GzipStream(out, memory, threads)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private byte[] withCut(String start, byte[] rest) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GzipStream(out, memory, 2)) {
            gzip.write(start.getBytes(StandardCharsets.US_ASCII));
            gzip.cut();
            gzip.write(rest);
        }
        return out.toByteArray();
    }

    private static byte[] unpacked(byte[] gzip) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return in.readAllBytes();
        }
    }

    private static byte[] noise(int size) {
        var content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    /** Noise, runs, few different bytes, and copies of what came before from near and far, in turns. */
    private static byte[] sample(int seed, int size) {
        var random = new Random(seed);
        var content = new byte[size];
        for (int at = 0; at < size; ) {
            int length = Math.min(size - at, 1 + random.nextInt(1 << random.nextInt(14)));
            int kind = random.nextInt(4);
            int back = at == 0 ? 0 : 1 + random.nextInt(Math.min(at, 1 << random.nextInt(17)));
            for (int i = at; i < at + length; i++) {
                content[i] = switch (kind) {
                    case 0 -> (byte) random.nextInt();
                    case 1 -> (byte) ('a' + random.nextInt(6) * random.nextInt(6));
                    case 2 -> back > 0 ? content[i - back] : 7;
                    default -> (byte) seed;
                };
            }
            at += length;
        }
        return content;
    }
}
