package dev.gristmill.elf;

import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a loader reads of a 64-bit little-endian ELF file, after it was checked against the file's size.
 *
 * @param loads in the order of the file, which is that of loading; their bytes in the file do not overlap
 */
record ElfProgram(ElfHeader header, List<ProgramHeader> loads, List<ProgramHeader> notes) {
    private static final int MAGIC = 0x464c457f;

    // The kernel's linker script gives five segments; what has hundreds is no kernel.
    private static final int MOST_SEGMENTS = 256;
    private static final long LARGEST_NOTES = 1 << 20;

    ElfProgram {
        loads = List.copyOf(loads);
        notes = List.copyOf(notes);
    }

    /** @throws StepException if the file is no such file, or what it says of itself cannot be */
    static ElfProgram read(Path file, FileChannel channel) throws IOException {
        return new Reader(file, channel, channel.size()).read();
    }

    private record Reader(Path file, FileChannel channel, long size) {

        ElfProgram read() throws IOException {
            var start = bytes("ELF header", 0, ElfHeader.SIZE);
            require("magic number", MAGIC, start.getInt(0));
            require("class", 2, start.get(4));
            require("byte order", 1, start.get(5));
            require("size of a program header", ProgramHeader.SIZE, start.getShort(54));
            int count = Short.toUnsignedInt(start.getShort(56));
            if (count > MOST_SEGMENTS) {
                throw wrong("number of program headers", "at most " + MOST_SEGMENTS, count);
            }
            var table = bytes("program header table", start.getLong(32), count * ProgramHeader.SIZE);
            var loads = new ArrayList<ProgramHeader>();
            var notes = new ArrayList<ProgramHeader>();
            for (int i = 0; i < count; i++) {
                var segment = ProgramHeader.read(table);
                if (segment.type() == ProgramHeader.LOAD) {
                    loads.add(checkedLoad(segment));
                } else if (segment.type() == ProgramHeader.NOTE) {
                    notes.add(checkedNote(segment));
                }
            }
            requireApart(loads);
            return new ElfProgram(ElfHeader.read(start), loads, notes);
        }

        private ProgramHeader checkedLoad(ProgramHeader load) {
            requireInside(load);
            boolean fits = load.memorySize() >= load.fileSize()
                    && isInRange(load.virtualAddress(), load.memorySize())
                    && isInRange(load.physicalAddress(), load.memorySize());
            if (!fits) {
                throw wrong(
                        "place of a segment in memory",
                        "at least its " + load.fileSize() + " bytes in the file, below 2^64",
                        Long.toUnsignedString(load.memorySize()) + " bytes at 0x"
                                + Long.toHexString(load.physicalAddress()));
            }
            return load;
        }

        private ProgramHeader checkedNote(ProgramHeader note) {
            requireInside(note);
            if (note.fileSize() > LARGEST_NOTES) {
                throw wrong("size of the notes", "at most " + LARGEST_NOTES + " bytes", note.fileSize());
            }
            return note;
        }

        private static boolean isInRange(long address, long length) {
            return length >= 0 && Long.compareUnsigned(address, -length) <= 0 || length == 0;
        }

        private void requireInside(ProgramHeader segment) {
            if (!holds(segment.offset(), segment.fileSize())) {
                throw wrong(
                        "place of a segment",
                        "within the file's " + size + " bytes",
                        Long.toUnsignedString(segment.fileSize()) + " bytes at offset "
                                + Long.toUnsignedString(segment.offset()));
            }
        }

        /** So what is written can never be much larger than the file. */
        private void requireApart(List<ProgramHeader> loads) {
            long end = 0;
            for (var load : loads.stream()
                    .sorted(Comparator.comparingLong(ProgramHeader::offset))
                    .toList()) {
                if (load.fileSize() > 0 && load.offset() < end) {
                    throw wrong("place of a segment", "segments that do not overlap", "one at offset " + load.offset());
                }
                end = Math.max(end, load.offset() + load.fileSize());
            }
        }

        private boolean holds(long offset, long length) {
            return offset >= 0 && length >= 0 && offset <= size && length <= size - offset;
        }

        private ByteBuffer bytes(String what, long offset, int length) throws IOException {
            if (!holds(offset, length)) {
                throw wrong("place of its " + what, "within its " + size + " bytes", Long.toUnsignedString(offset));
            }
            var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    throw new IOException("the file got shorter while it was read: " + file);
                }
            }
            return buffer.flip();
        }

        private void require(String what, int expected, int found) {
            if (expected != found) {
                throw wrong(what, "0x" + Integer.toHexString(expected), "0x" + Integer.toHexString(found));
            }
        }

        private StepException wrong(String what, Object expected, Object found) {
            return new StepException(Problem.of("the linked kernel is an ELF file with a wrong " + what)
                    .where(file)
                    .expected(expected)
                    .found(found));
        }
    }
}
