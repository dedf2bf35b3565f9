package dev.gristmill.gzip;

/** The alphabets of RFC 1951, section 3.2.5. */
final class Symbols {
    static final int SHORTEST = 3;
    static final int LONGEST = 258;
    static final int FARTHEST = 32768;

    static final int END_OF_BLOCK = 256;
    private static final int FIRST_LENGTH = 257;
    static final int LITERALS_AND_LENGTHS = 286;
    static final int DISTANCES = 30;

    /** By the number of a length symbol above 256, and by distance symbol. */
    static final int[] LENGTH_BASE = new int[29];

    static final int[] LENGTH_EXTRA = new int[29];
    static final int[] DISTANCE_BASE = new int[DISTANCES];
    static final int[] DISTANCE_EXTRA = new int[DISTANCES];

    private static final short[] BY_LENGTH = new short[LONGEST + 1];
    private static final byte[] BY_SHORT_DISTANCE = new byte[257];
    private static final byte[] BY_LONG_DISTANCE = new byte[257];

    static {
        int length = SHORTEST;
        for (int i = 0; i < 28; i++) {
            LENGTH_BASE[i] = length;
            LENGTH_EXTRA[i] = i < 8 ? 0 : i / 4 - 1;
            for (int next = length + (1 << LENGTH_EXTRA[i]); length < next && length <= LONGEST; length++) {
                BY_LENGTH[length] = (short) (FIRST_LENGTH + i);
            }
        }
        LENGTH_BASE[28] = LONGEST; // without extra bits, although the symbol before reaches as far
        BY_LENGTH[LONGEST] = FIRST_LENGTH + 28;
        int distance = 1;
        for (int i = 0; i < DISTANCES; i++) {
            DISTANCE_BASE[i] = distance;
            DISTANCE_EXTRA[i] = i < 2 ? 0 : i / 2 - 1;
            for (int next = distance + (1 << DISTANCE_EXTRA[i]); distance < next; distance++) {
                if (distance <= 256) {
                    BY_SHORT_DISTANCE[distance] = (byte) i;
                }
                BY_LONG_DISTANCE[distance - 1 >> 7] = (byte) i;
            }
        }
    }

    private Symbols() {}

    static int ofLength(int length) {
        return BY_LENGTH[length];
    }

    static int ofDistance(int distance) {
        return distance <= 256 ? BY_SHORT_DISTANCE[distance] : BY_LONG_DISTANCE[distance - 1 >> 7];
    }
}
