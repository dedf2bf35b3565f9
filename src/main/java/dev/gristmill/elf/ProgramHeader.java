package dev.gristmill.elf;

import java.nio.ByteBuffer;

/**
 * One entry of a 64-bit ELF file's program header table (System V gABI, "Program Header"). Addresses, offsets and sizes
 * are bytes, unsigned.
 */
record ProgramHeader(
        int type,
        int flags,
        long offset,
        long virtualAddress,
        long physicalAddress,
        long fileSize,
        long memorySize,
        long alignment) {
    static final int SIZE = 56;
    static final int LOAD = 1;
    static final int NOTE = 4;

    static ProgramHeader read(ByteBuffer in) {
        return new ProgramHeader(
                in.getInt(),
                in.getInt(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong());
    }

    void write(ByteBuffer out) {
        out.putInt(type)
                .putInt(flags)
                .putLong(offset)
                .putLong(virtualAddress)
                .putLong(physicalAddress)
                .putLong(fileSize)
                .putLong(memorySize)
                .putLong(alignment);
    }

    ProgramHeader at(long otherOffset) {
        return new ProgramHeader(
                type, flags, otherOffset, virtualAddress, physicalAddress, fileSize, memorySize, alignment);
    }

    /**
     * The part of a segment that begins {@code start} bytes into it.
     *
     * @param fileSize of the part; the part behind which the segment's content ends takes the memory behind it too
     */
    ProgramHeader part(long start, long fileSize) {
        boolean last = start + fileSize == this.fileSize;
        return new ProgramHeader(
                type,
                flags,
                offset + start,
                virtualAddress + start,
                physicalAddress + start,
                fileSize,
                last ? memorySize - start : fileSize,
                alignment);
    }
}
