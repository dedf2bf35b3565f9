package dev.gristmill.contract;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The smallest files that keep the contract, to be damaged by tests. Offsets are those of the specifications. */
public final class BootFiles {
    public static final int PHNUM = 56;
    static final int LOAD = 64;
    static final int NOTE = LOAD + 56;
    static final int NOTES = 256;
    static final int SECTIONS = 512;
    static final int NAMES = SECTIONS + 3 * 64;
    static final long ADDRESS = 0x1000000;

    private BootFiles() {}

    /** An ELF vmlinux: one segment to load, three notes of which the last is PVH's, two sections and their names. */
    public static byte[] vmlinux() {
        var elf = elfHeader();
        segment(elf, LOAD, 1, 0, ADDRESS, 1024, 4096);
        segment(elf, NOTE, 4, NOTES, ADDRESS + NOTES, 84, 84);
        elf.position(NOTES);
        note(elf, "GNU", 3, new byte[20]);
        note(elf, "Linux", 0x101, new byte[1]);
        note(
                elf,
                "Xen",
                0x12,
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(ADDRESS + 0x80)
                        .array());
        section(elf, 1, 1, 1);
        section(elf, 2, 7, 3);
        elf.position(NAMES).put("\0.text\0.shstrtab\0".getBytes(StandardCharsets.US_ASCII));
        return elf.array();
    }

    /** An arm64 Image with EFI stub. */
    public static byte[] image() {
        return buffer(new byte[1024])
                .putShort(0, (short) 0x5a4d)
                .putLong(8, 0)
                .putLong(16, 4096)
                .putLong(24, 0xa)
                .putInt(0x38, 0x644d5241)
                .putInt(0x3c, 64)
                .putInt(64, 0x4550)
                .array();
    }

    static ByteBuffer buffer(byte[] content) {
        return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer elfHeader() {
        return buffer(new byte[1024])
                .putInt(0, 0x464c457f)
                .put(4, (byte) 2)
                .put(5, (byte) 1)
                .put(6, (byte) 1)
                .putShort(16, (short) 2)
                .putShort(18, (short) 62)
                .putLong(24, ADDRESS)
                .putLong(32, LOAD)
                .putLong(40, SECTIONS)
                .putShort(54, (short) 56)
                .putShort(PHNUM, (short) 2)
                .putShort(58, (short) 64)
                .putShort(60, (short) 3)
                .putShort(62, (short) 2);
    }

    private static void segment(
            ByteBuffer elf, int at, int type, long offset, long address, long fileSize, long memorySize) {
        elf.putInt(at, type)
                .putLong(at + 8, offset)
                .putLong(at + 24, address)
                .putLong(at + 32, fileSize)
                .putLong(at + 40, memorySize);
    }

    private static void section(ByteBuffer elf, int index, int name, int type) {
        int at = SECTIONS + index * 64;
        elf.putInt(at, name).putInt(at + 4, type).putLong(at + 24, NAMES);
    }

    private static void note(ByteBuffer elf, String name, int type, byte[] description) {
        var text = (name + "\0").getBytes(StandardCharsets.US_ASCII);
        elf.putInt(text.length).putInt(description.length).putInt(type).put(text);
        elf.position(elf.position() + 3 & ~3).put(description);
        elf.position(elf.position() + 3 & ~3);
    }
}
