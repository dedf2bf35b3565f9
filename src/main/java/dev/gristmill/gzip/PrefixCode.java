package dev.gristmill.gzip;

import java.util.Arrays;

/**
 * A canonical prefix code (RFC 1951, section 3.2.2).
 *
 * @param lengths in bits, by symbol; 0 for a symbol without code
 * @param codes by symbol, the first bit to be written is the least significant
 */
record PrefixCode(int[] lengths, int[] codes) {
    private static final int LONGEST = 15;

    /**
     * The shortest possible for these frequencies. Has codes for two symbols at least, since some decoders refuse less.
     *
     * @param longest in bits; enough for all the symbols that occur
     */
    static PrefixCode of(int[] frequencies, int longest) {
        var leaves = sortedByFrequency(frequencies);
        var lengths = new int[frequencies.length];
        if (leaves.length < 2) {
            int only = leaves.length == 0 ? 0 : symbol(leaves[0]);
            lengths[only] = 1;
            lengths[only == 0 ? 1 : 0] = 1;
        } else {
            assign(lengths, leaves, longest);
        }
        return withLengths(lengths);
    }

    static PrefixCode withLengths(int[] lengths) {
        var counts = new int[LONGEST + 1];
        for (int length : lengths) {
            counts[length]++;
        }
        counts[0] = 0;
        var next = new int[LONGEST + 1];
        for (int length = 1; length <= LONGEST; length++) {
            next[length] = next[length - 1] + counts[length - 1] << 1;
        }
        var codes = new int[lengths.length];
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            int length = lengths[symbol];
            if (length > 0) {
                codes[symbol] = Integer.reverse(next[length]++) >>> 32 - length;
            }
        }
        return new PrefixCode(lengths, codes);
    }

    /** Bits for that many of each symbol. */
    long cost(int[] frequencies) {
        long bits = 0;
        for (int symbol = 0; symbol < frequencies.length; symbol++) {
            bits += (long) frequencies[symbol] * lengths[symbol];
        }
        return bits;
    }

    /** Each a frequency and, in the lower bits, its symbol, so that the order is never left to chance. */
    private static long[] sortedByFrequency(int[] frequencies) {
        var leaves = new long[frequencies.length];
        int count = 0;
        for (int symbol = 0; symbol < frequencies.length; symbol++) {
            if (frequencies[symbol] > 0) {
                leaves[count++] = (long) frequencies[symbol] << 16 | symbol;
            }
        }
        Arrays.sort(leaves, 0, count);
        return Arrays.copyOf(leaves, count);
    }

    private static int symbol(long leaf) {
        return (int) leaf & 0xffff;
    }

    private static long weight(long leaf) {
        return leaf >>> 16;
    }

    /**
     * Package-merge (Larmore and Hirschberg, 1990). On each level the leaves are merged by weight with the pairs of the
     * level below. Of the topmost level the lightest 2n - 2 are taken, and on each level below both halves of every pair
     * that was taken above. A symbol's code is as long as the number of levels on which its leaf was taken; those are
     * always the lightest leaves of a level.
     */
    private static void assign(int[] lengths, long[] leaves, int longest) {
        int count = leaves.length;
        var isLeaf = new boolean[longest][2 * count];
        var below = new long[0];
        for (int level = longest - 1; level >= 0; level--) {
            var merged = new long[count + below.length / 2];
            for (int i = 0, leaf = 0, pair = 0; i < merged.length; i++) {
                long paired = pair + 1 < below.length ? below[pair] + below[pair + 1] : Long.MAX_VALUE;
                if (leaf < count && weight(leaves[leaf]) <= paired) {
                    isLeaf[level][i] = true;
                    merged[i] = weight(leaves[leaf++]);
                } else {
                    merged[i] = paired;
                    pair += 2;
                }
            }
            below = merged;
        }
        int taken = 2 * count - 2;
        for (int level = 0; level < longest && taken > 0; level++) {
            int leaf = 0;
            for (int i = 0; i < taken; i++) {
                if (isLeaf[level][i]) {
                    lengths[symbol(leaves[leaf++])]++;
                }
            }
            taken = 2 * (taken - leaf);
        }
    }
}
