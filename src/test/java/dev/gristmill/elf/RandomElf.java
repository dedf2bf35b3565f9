package dev.gristmill.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** An ELF file like a linked kernel, of random make: gaps, filler, segments without bytes, notes within and without. */
final class RandomElf {
    private static final int[] FILLERS = {0, 0xcc, 0x90};

    private final Random random;
    private final List<ByteBuffer> headers = new ArrayList<>();
    private final ByteBuffer file;
    private int end;

    private RandomElf(Random random) {
        this.random = random;
        this.file = ByteBuffer.allocate(4 << 20).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] make(Random random) {
        return new RandomElf(random).make();
    }

    private byte[] make() {
        int segments = 1 + random.nextInt(5);
        end = 64 + 56 * (segments + 2);
        long address = 0x1000000;
        for (int i = 0; i < segments; i++) {
            address = addLoad(address);
        }
        if (random.nextBoolean()) {
            int size = random.nextInt(200);
            add(4, 0, end, 0, 0, fill(end, size), size, 4); // of its own
        }
        add(0x6474e551, 6, 0, 0, 0, 0, 0, 16); // PT_GNU_STACK
        end += random.nextInt(9000); // sections
        write();
        var bytes = new byte[end];
        file.get(0, bytes);
        return bytes;
    }

    private long addLoad(long address) {
        int alignment = random.nextInt(4) == 0 ? 8 : 4096;
        long start = (address + random.nextInt(30_000) + alignment - 1) & -alignment;
        end += (int) Math.floorMod(start - end, 4096L) + 4096 * random.nextInt(10);
        int size = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(500_000);
        fill(end, size);
        long memory = size + (random.nextBoolean() ? 0 : random.nextInt(100_000));
        long virtual = random.nextInt(4) == 0 ? start % 4096 : start + 0xffffffff80000000L;
        add(1, random.nextInt(8), end, virtual, start, size, memory, 0x200000);
        if (size > 200 && random.nextInt(3) == 0) {
            int at = random.nextInt(size - 100) & ~3;
            add(4, 0, end + at, virtual + at, start + at, 84, 84, 4);
        }
        end += size;
        return start + memory;
    }

    /** Runs of random bytes and of one byte in turns. */
    private int fill(int from, int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        for (int at = random.nextInt(100_000); at < size; ) {
            int length = Math.min(size - at, random.nextInt(300_000));
            Arrays.fill(bytes, at, at + length, (byte) FILLERS[random.nextInt(FILLERS.length)]);
            at += length + random.nextInt(60_000);
        }
        file.put(from, bytes);
        return size;
    }

    private void add(
            int type, int flags, long offset, long virtual, long physical, long size, long memory, long align) {
        headers.add(ByteBuffer.allocate(56)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(type)
                .putInt(flags)
                .putLong(offset)
                .putLong(virtual)
                .putLong(physical)
                .putLong(size)
                .putLong(memory)
                .putLong(align)
                .flip());
        if (type == 4 && offset == end) {
            end += (int) size;
        }
    }

    private void write() {
        int table = end + 7 & ~7; // wherever; here behind everything
        file.putInt(0, 0x464c457f)
                .put(4, (byte) 2)
                .put(5, (byte) 1)
                .put(6, (byte) 1)
                .putShort(16, (short) 2)
                .putShort(18, (short) 62)
                .putInt(20, 1)
                .putLong(24, 0x1000000)
                .putLong(32, table)
                .putLong(40, 64)
                .putShort(52, (short) 64)
                .putShort(54, (short) 56)
                .putShort(56, (short) headers.size())
                .putShort(58, (short) 64)
                .putShort(60, (short) 1);
        file.position(table);
        headers.forEach(file::put);
        end = file.position();
    }
}
