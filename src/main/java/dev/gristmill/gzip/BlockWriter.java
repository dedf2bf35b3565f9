package dev.gristmill.gzip;

import java.util.Arrays;

/** Collects literals and matches, and writes them as a block in the shortest of the three ways there are. */
final class BlockWriter {
    /** More would make the codes fit worse, fewer would have more of them written. */
    static final int MOST_TOKENS = 20_000;

    private static final int MATCH = 1 << 31;
    private static final int LONGEST_STORED = 65_535;
    private static final int LONGEST_CODE = 15;
    private static final int LONGEST_LENGTH_CODE = 7;

    private static final int[] FIXED_LENGTHS = new int[288];
    private static final PrefixCode FIXED;
    private static final PrefixCode FIXED_DISTANCES;
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    static {
        Arrays.fill(FIXED_LENGTHS, 0, 144, 8);
        Arrays.fill(FIXED_LENGTHS, 144, 256, 9);
        Arrays.fill(FIXED_LENGTHS, 256, 280, 7);
        Arrays.fill(FIXED_LENGTHS, 280, 288, 8);
        FIXED = PrefixCode.withLengths(FIXED_LENGTHS);
        var fives = new int[Symbols.DISTANCES];
        Arrays.fill(fives, 5);
        FIXED_DISTANCES = PrefixCode.withLengths(fives);
    }

    private final BitWriter out;
    private final int[] tokens = new int[MOST_TOKENS];
    private int count;
    private final int[] symbols = new int[Symbols.LITERALS_AND_LENGTHS];
    private final int[] distances = new int[Symbols.DISTANCES];

    BlockWriter(BitWriter out) {
        this.out = out;
    }

    boolean isFull() {
        return count == MOST_TOKENS;
    }

    void literal(byte value) {
        int literal = value & 0xff;
        tokens[count++] = literal;
        symbols[literal]++;
    }

    void match(int length, int distance) {
        tokens[count++] = MATCH | length << 16 | distance - 1;
        symbols[Symbols.ofLength(length)]++;
        distances[Symbols.ofDistance(distance)]++;
    }

    /** Writes what was collected, which stands for those bytes, and starts anew. */
    void write(byte[] bytes, int from, int to) {
        symbols[Symbols.END_OF_BLOCK] = 1;
        var code = PrefixCode.of(symbols, LONGEST_CODE);
        var distanceCode = PrefixCode.of(distances, LONGEST_CODE);
        var header = new CodeHeader(code, distanceCode);
        long extra = extraBits();
        long dynamic = header.cost() + code.cost(symbols) + distanceCode.cost(distances) + extra;
        long fixed = FIXED.cost(symbols) + FIXED_DISTANCES.cost(distances) + extra;
        long stored = storedCost(to - from);
        out.reserve(Math.min(stored, Math.min(dynamic, fixed)) + 64);
        if (stored <= Math.min(dynamic, fixed)) {
            store(bytes, from, to);
        } else if (fixed <= dynamic) {
            out.put(0b01 << 1, 3);
            writeTokens(FIXED, FIXED_DISTANCES);
        } else {
            out.put(0b10 << 1, 3);
            header.write();
            writeTokens(code, distanceCode);
        }
        Arrays.fill(symbols, 0);
        Arrays.fill(distances, 0);
        count = 0;
    }

    /** An empty stored block: what follows begins at a byte. */
    void align() {
        out.reserve(64);
        store(new byte[0], 0, 0);
    }

    private static long storedCost(int size) {
        return size * 8L + (size / LONGEST_STORED + 1) * 48L;
    }

    private void store(byte[] bytes, int from, int to) {
        int at = from;
        do {
            int size = Math.min(LONGEST_STORED, to - at);
            out.put(0, 3);
            out.align();
            out.put(size, 16);
            out.put(~size & 0xffff, 16);
            out.align();
            out.putBytes(bytes, at, size);
            at += size;
        } while (at < to);
    }

    private long extraBits() {
        long bits = 0;
        for (int i = 0; i < Symbols.LENGTH_EXTRA.length; i++) {
            bits += (long) symbols[Symbols.END_OF_BLOCK + 1 + i] * Symbols.LENGTH_EXTRA[i];
        }
        for (int i = 0; i < Symbols.DISTANCES; i++) {
            bits += (long) distances[i] * Symbols.DISTANCE_EXTRA[i];
        }
        return bits;
    }

    private void writeTokens(PrefixCode code, PrefixCode distanceCode) {
        var codes = code.codes();
        var lengths = code.lengths();
        for (int i = 0; i < count; i++) {
            int token = tokens[i];
            if (token >= 0) {
                out.put(codes[token], lengths[token]);
            } else {
                int length = token >>> 16 & 0x1ff;
                int symbol = Symbols.ofLength(length);
                int kind = symbol - Symbols.END_OF_BLOCK - 1;
                out.put(codes[symbol], lengths[symbol]);
                out.put(length - Symbols.LENGTH_BASE[kind], Symbols.LENGTH_EXTRA[kind]);
                int distance = (token & 0xffff) + 1;
                int far = Symbols.ofDistance(distance);
                out.put(distanceCode.codes()[far], distanceCode.lengths()[far]);
                out.put(distance - Symbols.DISTANCE_BASE[far], Symbols.DISTANCE_EXTRA[far]);
            }
        }
        out.put(codes[Symbols.END_OF_BLOCK], lengths[Symbols.END_OF_BLOCK]);
    }

    /** The code lengths of both codes, run-length encoded under a code of their own (RFC 1951, section 3.2.7). */
    private final class CodeHeader {
        private final int literals;
        private final int distancesUsed;
        private final int[] runs = new int[Symbols.LITERALS_AND_LENGTHS + Symbols.DISTANCES];
        private int runCount;
        private final int[] frequencies = new int[19];
        private final PrefixCode code;
        private final int lengthsUsed;

        CodeHeader(PrefixCode symbolCode, PrefixCode distanceCode) {
            literals = used(symbolCode.lengths(), 257);
            distancesUsed = used(distanceCode.lengths(), 1);
            var all = Arrays.copyOf(symbolCode.lengths(), literals + distancesUsed);
            System.arraycopy(distanceCode.lengths(), 0, all, literals, distancesUsed);
            encode(all);
            code = PrefixCode.of(frequencies, LONGEST_LENGTH_CODE);
            int last = ORDER.length;
            while (last > 4 && code.lengths()[ORDER[last - 1]] == 0) {
                last--;
            }
            lengthsUsed = last;
        }

        long cost() {
            return 14
                    + 3L * lengthsUsed
                    + code.cost(frequencies)
                    + 2L * frequencies[16]
                    + 3L * frequencies[17]
                    + 7L * frequencies[18];
        }

        void write() {
            out.put(literals - 257, 5);
            out.put(distancesUsed - 1, 5);
            out.put(lengthsUsed - 4, 4);
            for (int i = 0; i < lengthsUsed; i++) {
                out.put(code.lengths()[ORDER[i]], 3);
            }
            for (int i = 0; i < runCount; i++) {
                int symbol = runs[i] & 0xff;
                out.put(code.codes()[symbol], code.lengths()[symbol]);
                out.put(runs[i] >>> 8, symbol < 16 ? 0 : symbol == 16 ? 2 : symbol == 17 ? 3 : 7);
            }
        }

        private static int used(int[] lengths, int least) {
            int used = lengths.length;
            while (used > least && lengths[used - 1] == 0) {
                used--;
            }
            return used;
        }

        private void encode(int[] lengths) {
            for (int at = 0; at < lengths.length; ) {
                int length = lengths[at];
                int end = at + 1;
                while (end < lengths.length && lengths[end] == length) {
                    end++;
                }
                if (length > 0) {
                    add(length, 0);
                    at++;
                }
                while (end - at >= 3) {
                    int run = Math.min(end - at, length > 0 ? 6 : 138);
                    if (length > 0) {
                        add(16, run - 3);
                    } else if (run <= 10) {
                        add(17, run - 3);
                    } else {
                        add(18, run - 11);
                    }
                    at += run;
                }
                for (; at < end; at++) {
                    add(length, 0);
                }
            }
        }

        private void add(int symbol, int extra) {
            frequencies[symbol]++;
            runs[runCount++] = extra << 8 | symbol;
        }
    }
}
