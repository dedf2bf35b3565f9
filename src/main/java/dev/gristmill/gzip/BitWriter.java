package dev.gristmill.gzip;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Packs bits into bytes, least significant first (RFC 1951, section 3.1.1). */
final class BitWriter {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[0];
    private int length;
    private long bits;
    private int count;

    /** Makes room, which {@link #put} takes for granted. */
    void reserve(long moreBits) {
        int needed = Math.toIntExact(length + moreBits / 8 + 16);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
    }

    /** @param width at most 32 */
    void put(long value, int width) {
        bits |= value << count;
        count += width;
        if (count >= 32) {
            INT.set(bytes, length, (int) bits);
            length += 4;
            bits >>>= 32;
            count -= 32;
        }
    }

    void align() {
        while (count > 0) {
            bytes[length++] = (byte) bits;
            bits >>>= 8;
            count -= 8;
        }
        bits = 0;
        count = 0;
    }

    /** After {@link #align}. */
    void putBytes(byte[] from, int offset, int size) {
        System.arraycopy(from, offset, bytes, length, size);
        length += size;
    }

    /** Everything so far, which is whole bytes; starts anew. */
    byte[] take() {
        var all = Arrays.copyOf(bytes, length);
        length = 0;
        return all;
    }
}
