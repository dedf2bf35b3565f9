package dev.gristmill.gzip;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds earlier occurrences through chains of positions with the same hash of four bytes, and one of three bytes for
 * the shortest. Of two that begin one byte apart it takes the longer.
 */
final class Matcher {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Bytes behind the end that may be read, though nothing comes of them. */
    static final int SLACK = 8;

    // Found by trying, on kernels and modules; to change one is to change every digest.
    private static final int LONGEST_CHAIN = 32;
    private static final int SHORTER_CHAIN = 8;
    private static final int GOOD = 8;
    private static final int LAZY = 16;
    private static final int NICE = 64;
    private static final int FARTHEST_OF_THREE = 4096;

    private static final int HASH_BITS = 15;
    private static final int SHORT_HASH_BITS = 14;
    private static final int WINDOW_MASK = Symbols.FARTHEST - 1;
    private static final int NOWHERE = -1 - Symbols.FARTHEST;

    private final int[] heads = new int[1 << HASH_BITS];
    private final int[] shortHeads = new int[1 << SHORT_HASH_BITS];
    private final int[] before = new int[Symbols.FARTHEST];

    private byte[] bytes = new byte[0];
    private int end;
    private int length;
    private int distance;

    /**
     * Compresses bytes, given what comes before them.
     *
     * @param content {@link #SLACK} longer than {@code to}
     * @param from where to start; what is before may be referred to
     */
    void compress(byte[] content, int from, int to, BlockWriter out) {
        bytes = content;
        end = to;
        Arrays.fill(heads, NOWHERE);
        Arrays.fill(shortHeads, NOWHERE);
        for (int at = Math.max(0, from - Symbols.FARTHEST); at < from; at++) {
            insert(at);
        }
        int blockStart = from;
        int at = from;
        int earlierLength = 0;
        int earlierDistance = 0;
        boolean pending = false;
        while (at < to) {
            length = 0;
            if (earlierLength < LAZY) {
                find(at, earlierLength);
            }
            insert(at);
            if (earlierLength >= Symbols.SHORTEST && length <= earlierLength) {
                out.match(earlierLength, earlierDistance);
                int next = at - 1 + earlierLength;
                while (++at < next) {
                    insert(at);
                }
                pending = false;
                earlierLength = 0;
            } else {
                if (pending) {
                    out.literal(content[at - 1]);
                }
                pending = true;
                earlierLength = length;
                earlierDistance = distance;
                at++;
            }
            if (out.isFull()) {
                int blockEnd = pending ? at - 1 : at;
                out.write(content, blockStart, blockEnd);
                blockStart = blockEnd;
            }
        }
        if (pending) {
            out.literal(content[to - 1]);
        }
        if (blockStart < to) {
            out.write(content, blockStart, to);
        }
    }

    private void insert(int at) {
        int four = (int) INT.get(bytes, at);
        int hash = hash(four);
        before[at & WINDOW_MASK] = heads[hash];
        heads[hash] = at;
        shortHeads[shortHash(four)] = at;
    }

    private static int hash(int four) {
        return four * 0x9e3779b1 >>> 32 - HASH_BITS;
    }

    private static int shortHash(int four) {
        return (four << 8) * 0x9e3779b1 >>> 32 - SHORT_HASH_BITS;
    }

    /** Looks for something longer than what was found one byte earlier. */
    private void find(int at, int earlier) {
        int most = Math.min(Symbols.LONGEST, end - at);
        if (most <= Math.max(earlier, Symbols.SHORTEST - 1)) {
            return;
        }
        int four = (int) INT.get(bytes, at);
        int best = Math.max(earlier, Symbols.SHORTEST);
        int nearest = at - Symbols.FARTHEST;
        int other = most > best ? heads[hash(four)] : NOWHERE;
        for (int left = earlier >= GOOD ? SHORTER_CHAIN : LONGEST_CHAIN; other >= nearest && left > 0; left--) {
            // The last four bytes of what would be an improvement are the likeliest to differ.
            if ((int) INT.get(bytes, other + best - 3) == (int) INT.get(bytes, at + best - 3)
                    && (int) INT.get(bytes, other) == four) {
                int common = common(other, at, most);
                if (common > best) {
                    best = common;
                    length = common;
                    distance = at - other;
                    if (common >= Math.min(NICE, most)) {
                        return;
                    }
                }
            }
            other = before[other & WINDOW_MASK];
        }
        if (length == 0 && earlier < Symbols.SHORTEST) {
            int candidate = shortHeads[shortHash(four)];
            if (candidate >= at - FARTHEST_OF_THREE && ((int) INT.get(bytes, candidate) ^ four) << 8 == 0) {
                length = Symbols.SHORTEST;
                distance = at - candidate;
            }
        }
    }

    private int common(int one, int other, int most) {
        int done = 4;
        while (done < most) {
            long differing = (long) LONG.get(bytes, one + done) ^ (long) LONG.get(bytes, other + done);
            if (differing != 0) {
                return Math.min(most, done + (Long.numberOfTrailingZeros(differing) >> 3));
            }
            done += 8;
        }
        return most;
    }
}
