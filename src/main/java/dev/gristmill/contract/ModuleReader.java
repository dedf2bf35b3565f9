package dev.gristmill.contract;

import dev.gristmill.model.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads the vermagic of a kernel module: a string of its {@code .modinfo} section (include/linux/vermagic.h). */
final class ModuleReader {
    private static final int LARGEST_MODINFO = 1 << 20;
    private static final int LONGEST_SHOWN = 128;
    private static final byte[] VERMAGIC = "vermagic=".getBytes(StandardCharsets.US_ASCII);

    private ModuleReader() {}

    /** Printable, and cut off at {@value #LONGEST_SHOWN} characters. */
    static String vermagic(Path module) throws IOException, MalformedFileException {
        try (var channel = FileChannel.open(module, StandardOpenOption.READ)) {
            var bytes = FileBytes.of(module, channel);
            var header = bytes.start(ElfReader.HEADER_SIZE);
            if (header.limit() < ElfReader.HEADER_SIZE || header.getInt(0) != ElfReader.MAGIC || header.get(4) != 2) {
                throw unfit(module, "is no 64-bit ELF file");
            }
            var sections = ElfSections.of(bytes, header);
            var modinfo = sections.named(".modinfo");
            if (modinfo.isEmpty()) {
                throw unfit(module, "has no .modinfo section");
            }
            return vermagic(module, sections.content(modinfo.getAsInt(), LARGEST_MODINFO));
        }
    }

    /** Strings, each with a zero behind it. */
    private static String vermagic(Path module, ByteBuffer strings) throws MalformedFileException {
        for (int start = 0, end; start < strings.limit(); start = end + 1) {
            end = start;
            while (end < strings.limit() && strings.get(end) != 0) {
                end++;
            }
            if (startsWith(strings, start, end)) {
                return printable(strings, start + VERMAGIC.length, end);
            }
        }
        throw unfit(module, "has no vermagic in its .modinfo section");
    }

    private static boolean startsWith(ByteBuffer strings, int start, int end) {
        return end - start >= VERMAGIC.length
                && strings.slice(start, VERMAGIC.length).equals(ByteBuffer.wrap(VERMAGIC));
    }

    private static String printable(ByteBuffer strings, int start, int end) {
        var text = new StringBuilder();
        for (int i = start; i < end && text.length() < LONGEST_SHOWN; i++) {
            char c = (char) strings.get(i);
            text.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return text.toString();
    }

    private static MalformedFileException unfit(Path module, String what) {
        return new MalformedFileException(Problem.of("a module " + what)
                .where(module)
                .expected("an uncompressed kernel module")
                .remedy("build the kernel again"));
    }
}
