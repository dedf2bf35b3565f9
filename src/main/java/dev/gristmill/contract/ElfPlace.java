package dev.gristmill.contract;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Tells people where in an ELF file a byte is. */
public final class ElfPlace {
    private static final int SHT_NOBITS = 8;
    private static final int SEGMENT_SIZE = 56;
    private static final int MOST_SEGMENTS = 256;

    private ElfPlace() {}

    /**
     * The section that the byte belongs to, or, where that is not known, the segment and the physical address that it is
     * loaded to; nothing for other files and for bytes of no segment.
     */
    public static Optional<String> of(Path file, long offset) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var bytes = FileBytes.of(file, channel);
            var header = bytes.start(ElfReader.HEADER_SIZE);
            if (header.limit() < ElfReader.HEADER_SIZE || header.getInt(0) != ElfReader.MAGIC || header.get(4) != 2) {
                return Optional.empty();
            }
            var section = section(ElfSections.of(bytes, header), offset);
            return section.isPresent()
                    ? section
                    : segment(bytes, header.getLong(32), Short.toUnsignedInt(header.getShort(56)), offset);
        } catch (MalformedFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> section(ElfSections sections, long offset)
            throws IOException, MalformedFileException {
        for (int i = 0; i < sections.count(); i++) {
            long within = offset - sections.offset(i);
            if (sections.type(i) != SHT_NOBITS && within >= 0 && within < sections.size(i)) {
                return Optional.of("section " + sections.name(i) + " + 0x" + Long.toHexString(within));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> segment(FileBytes bytes, long table, int count, long offset)
            throws IOException, MalformedFileException {
        var headers = bytes.read("program header table", table, Math.min(count, MOST_SEGMENTS) * SEGMENT_SIZE);
        for (int at = 0; at < headers.limit(); at += SEGMENT_SIZE) {
            long within = offset - headers.getLong(at + 8);
            if (within >= 0 && within < headers.getLong(at + 32)) {
                return Optional.of("segment " + at / SEGMENT_SIZE + ", physical address 0x"
                        + Long.toHexString(headers.getLong(at + 24) + within));
            }
        }
        return Optional.empty();
    }
}
