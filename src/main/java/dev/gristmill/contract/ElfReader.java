package dev.gristmill.contract;

import dev.gristmill.model.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Reads as much of an ELF file as a boot contract needs: segments, the PVH note, the names of what stripping removes. */
final class ElfReader {
    static final int MAGIC = 0x464c457f;
    static final int HEADER_SIZE = 64;
    private static final int SEGMENT_SIZE = 56;

    // The kernel's linker script gives five segments; what has hundreds is no kernel.
    private static final int MOST_SEGMENTS = 256;
    private static final int NOTE_HEADER_SIZE = 12;
    private static final int LARGEST_NOTES = 1 << 20;

    private static final int PT_LOAD = 1;
    private static final int PT_NOTE = 4;
    private static final int SHT_SYMTAB = 2;
    private static final int XEN_PHYS32_ENTRY = 0x12;

    private final FileBytes bytes;
    private final List<ElfFile.Load> loads = new ArrayList<>();
    private OptionalLong pvhEntry = OptionalLong.empty();

    ElfReader(FileBytes bytes) {
        this.bytes = bytes;
    }

    ElfFile read() throws IOException, MalformedFileException {
        var header = bytes.read("ELF header", 0, HEADER_SIZE);
        require("class", "64-bit (2)", header.get(4), 2);
        require("byte order", "little endian (1)", header.get(5), 1);
        readSegments(header);
        return new ElfFile(
                Short.toUnsignedInt(header.getShort(16)),
                Short.toUnsignedInt(header.getShort(18)),
                loads,
                pvhEntry,
                leftovers(header));
    }

    private void readSegments(ByteBuffer header) throws IOException, MalformedFileException {
        int count = Short.toUnsignedInt(header.getShort(56));
        if (count == 0) {
            return;
        }
        require("size of a program header", SEGMENT_SIZE + " bytes", header.getShort(54), SEGMENT_SIZE);
        if (count > MOST_SEGMENTS) {
            throw malformed("number of program headers", "at most " + MOST_SEGMENTS, count);
        }
        var table = bytes.read("program header table", header.getLong(32), count * SEGMENT_SIZE);
        for (int at = 0; at < table.limit(); at += SEGMENT_SIZE) {
            readSegment(table.slice(at, SEGMENT_SIZE).order(table.order()));
        }
    }

    private void readSegment(ByteBuffer segment) throws IOException, MalformedFileException {
        int type = segment.getInt(0);
        if (type != PT_LOAD && type != PT_NOTE) {
            return;
        }
        long offset = segment.getLong(8);
        long fileSize = segment.getLong(32);
        if (!bytes.holds(offset, fileSize)) {
            throw malformed(
                    "place of a segment",
                    "within the file's " + bytes.size() + " bytes",
                    Long.toUnsignedString(fileSize) + " bytes at offset " + Long.toUnsignedString(offset));
        }
        if (type == PT_LOAD) {
            readLoad(segment.getLong(24), fileSize, segment.getLong(40));
        } else if (fileSize > LARGEST_NOTES) {
            throw malformed("size of the notes", "at most " + LARGEST_NOTES + " bytes", fileSize);
        } else {
            readNotes(bytes.read("note segment", offset, (int) fileSize), segment.getLong(48) == 8 ? 8 : 4);
        }
    }

    private void readLoad(long address, long fileSize, long memorySize) throws MalformedFileException {
        if (memorySize < fileSize || address < 0 || address > Long.MAX_VALUE - memorySize) {
            throw malformed(
                    "place of a segment in memory",
                    "at least its " + fileSize + " bytes in the file, below 2^63",
                    Long.toUnsignedString(memorySize) + " bytes at 0x" + Long.toHexString(address));
        }
        loads.add(new ElfFile.Load(address, memorySize));
    }

    /**
     * Name size, description size, type, name, description; the last two begin where the segment's alignment lets
     * them (gABI, "Note Section").
     */
    private void readNotes(ByteBuffer notes, int alignment) throws MalformedFileException {
        while (notes.remaining() >= NOTE_HEADER_SIZE) {
            long nameSize = Integer.toUnsignedLong(notes.getInt());
            long descriptionSize = Integer.toUnsignedLong(notes.getInt());
            int type = notes.getInt();
            long description = aligned(NOTE_HEADER_SIZE + nameSize, alignment) - NOTE_HEADER_SIZE;
            long size = description + descriptionSize;
            if (size > notes.remaining()) {
                throw malformed("size of a note", "at most " + notes.remaining() + " bytes", size);
            }
            if (type == XEN_PHYS32_ENTRY && isXen(notes, nameSize)) {
                pvhEntry = OptionalLong.of(entry(notes, (int) description, descriptionSize));
            }
            long next = aligned(NOTE_HEADER_SIZE + size, alignment) - NOTE_HEADER_SIZE;
            notes.position(notes.position() + (int) Math.min(next, notes.remaining()));
        }
    }

    private static boolean isXen(ByteBuffer notes, long nameSize) {
        return nameSize == 4 && notes.getInt(notes.position()) == 0x006e6558; // "Xen\0"
    }

    private long entry(ByteBuffer notes, int offset, long size) throws MalformedFileException {
        int at = notes.position() + offset;
        // The kernel's head_64.S writes a pointer; the PVH specification speaks of 32 bits.
        if (size == Long.BYTES) {
            return notes.getLong(at);
        } else if (size == Integer.BYTES) {
            return Integer.toUnsignedLong(notes.getInt(at));
        }
        throw malformed("size of the PVH note", "4 or 8 bytes", size);
    }

    private static long aligned(long offset, int alignment) {
        return offset + alignment - 1 & -alignment;
    }

    private List<String> leftovers(ByteBuffer header) throws IOException, MalformedFileException {
        var sections = ElfSections.of(bytes, header);
        var found = new ArrayList<String>();
        for (int i = 0; i < sections.count() && found.size() < ElfFile.MOST_LEFTOVERS; i++) {
            var name = sections.name(i);
            if (sections.type(i) == SHT_SYMTAB || name.startsWith(".debug_") || name.startsWith(".zdebug_")) {
                found.add(name);
            }
        }
        return found;
    }

    private void require(String what, String expected, int found, int wanted) throws MalformedFileException {
        if (found != wanted) {
            throw malformed(what, expected, found);
        }
    }

    private MalformedFileException malformed(String what, String expected, Object found) {
        return new MalformedFileException(Problem.of("the ELF file has a wrong " + what)
                .where(bytes.file())
                .expected(expected)
                .found(found));
    }
}
