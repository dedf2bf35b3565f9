package dev.gristmill.contract;

import dev.gristmill.model.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** The section headers of a 64-bit little-endian ELF file (System V gABI, "Sections"); there may be none. */
final class ElfSections {
    private static final int HEADER_SIZE = 64;
    private static final int LONGEST_NAME = 64;

    private final FileBytes bytes;
    private final ByteBuffer table;
    private final int count;
    private final long names;

    private ElfSections(FileBytes bytes, ByteBuffer table, int count, long names) {
        this.bytes = bytes;
        this.table = table;
        this.count = count;
        this.names = names;
    }

    /** @param header the file's ELF header */
    static ElfSections of(FileBytes bytes, ByteBuffer header) throws IOException, MalformedFileException {
        long offset = header.getLong(40);
        int count = Short.toUnsignedInt(header.getShort(60));
        if (offset == 0 || count == 0) {
            return new ElfSections(bytes, ByteBuffer.allocate(0), 0, 0);
        }
        if (header.getShort(58) != HEADER_SIZE) {
            throw malformed(bytes, "size of a section header", HEADER_SIZE + " bytes", header.getShort(58));
        }
        var table = bytes.read("section header table", offset, count * HEADER_SIZE);
        int named = Short.toUnsignedInt(header.getShort(62));
        if (named >= count) {
            throw malformed(bytes, "index of the section names", "below " + count, named);
        }
        return new ElfSections(bytes, table, count, table.getLong(named * HEADER_SIZE + 24));
    }

    int count() {
        return count;
    }

    /** {@code sh_type}. */
    int type(int index) {
        return table.getInt(index * HEADER_SIZE + 4);
    }

    /** {@code sh_offset}, where in the file its content begins. */
    long offset(int index) {
        return table.getLong(index * HEADER_SIZE + 24);
    }

    /** {@code sh_size}, in bytes. */
    long size(int index) {
        return table.getLong(index * HEADER_SIZE + 32);
    }

    /** Cut off at {@value #LONGEST_NAME} characters, and at the first that is not printable. */
    String name(int index) throws IOException, MalformedFileException {
        long at = names + Integer.toUnsignedLong(table.getInt(index * HEADER_SIZE));
        if (names < 0 || at < 0 || at >= bytes.size()) {
            throw malformed(bytes, "place of a section name", "within the file's " + bytes.size() + " bytes", at);
        }
        var text = bytes.read("section name", at, (int) Math.min(LONGEST_NAME, bytes.size() - at));
        int length = 0;
        while (length < text.limit() && text.get(length) > ' ') {
            length++;
        }
        return StandardCharsets.US_ASCII.decode(text.limit(length)).toString();
    }

    /** The first of that name. */
    OptionalInt named(String name) throws IOException, MalformedFileException {
        for (int index = 0; index < count; index++) {
            if (name(index).equals(name)) {
                return OptionalInt.of(index);
            }
        }
        return OptionalInt.empty();
    }

    /** A section's content, which must be no longer than that. */
    ByteBuffer content(int index, int longest) throws IOException, MalformedFileException {
        long size = size(index);
        if (size < 0 || size > longest) {
            throw malformed(
                    bytes,
                    "size of the section " + name(index),
                    "at most " + longest + " bytes",
                    Long.toUnsignedString(size));
        }
        return bytes.read("section " + name(index), offset(index), (int) size);
    }

    private static MalformedFileException malformed(FileBytes bytes, String what, String expected, Object found) {
        return new MalformedFileException(Problem.of("the ELF file has a wrong " + what)
                .where(bytes.file())
                .expected(expected)
                .found(found));
    }
}
