package dev.gristmill.gzip;

import dev.gristmill.model.Digest;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A piece of the content to compress.
 *
 * @param bytes at most {@link Symbols#FARTHEST} bytes that come before, then the content, then a few zeros, which keep
 *     the result from depending on anything else
 */
record Chunk(byte[] bytes, int from, int to) {
    /** Large enough that what is lost at the borders does not count, small enough to keep several processors busy. */
    static final int SIZE = 512 * 1024;

    static Chunk of(byte[] bytes, int from, int to) {
        Arrays.fill(bytes, to, to + Matcher.SLACK, (byte) 0);
        return new Chunk(bytes, from, to);
    }

    static byte[] room() {
        return new byte[Symbols.FARTHEST + SIZE + Matcher.SLACK];
    }

    /** Of everything that decides what it is compressed to. */
    Digest digest() {
        var running = Digest.algorithm();
        running.update(ByteBuffer.allocate(Integer.BYTES).putInt(from).flip());
        running.update(bytes, 0, to);
        return Digest.from(running);
    }
}
