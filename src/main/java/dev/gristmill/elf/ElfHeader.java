package dev.gristmill.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The start of an ELF file (System V gABI, "ELF Header").
 *
 * @param bytes as they are in the file read, little endian
 */
record ElfHeader(ByteBuffer bytes) {
    static final int SIZE = 64;

    static ElfHeader read(ByteBuffer start) {
        return new ElfHeader(start.duplicate().order(ByteOrder.LITTLE_ENDIAN));
    }

    /** The same for a file whose program headers come right behind, and which has no section headers. */
    void write(int programHeaders, ByteBuffer out) {
        int at = out.position();
        out.put(bytes.duplicate().position(0).limit(SIZE));
        out.putLong(at + 32, SIZE) // e_phoff
                .putLong(at + 40, 0) // e_shoff
                .putShort(at + 52, (short) SIZE) // e_ehsize
                .putShort(at + 56, (short) programHeaders) // e_phnum
                .putShort(at + 60, (short) 0) // e_shnum
                .putShort(at + 62, (short) 0); // e_shstrndx
    }
}
