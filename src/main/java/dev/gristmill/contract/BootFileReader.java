package dev.gristmill.contract;

import dev.gristmill.model.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;

/** Tells what a file is from its first bytes and reads its headers. */
final class BootFileReader {
    private static final int ARM64_MAGIC = 0x644d5241; // "ARM\x64"
    private static final int ARM64_MAGIC_AT = 0x38;
    private static final int BZIMAGE_MAGIC = 0x53726448; // "HdrS"
    private static final int BZIMAGE_MAGIC_AT = 0x202;
    private static final int EFI_ZBOOT_MAGIC = 0x676d697a; // "zimg"
    private static final short DOS_MAGIC = 0x5a4d; // "MZ"

    private BootFileReader() {}

    static BootFile read(Path file) throws IOException, MalformedFileException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var bytes = FileBytes.of(file, channel);
            var start = bytes.start(BZIMAGE_MAGIC_AT + Integer.BYTES);
            if (intAt(start, 0) == ElfReader.MAGIC) {
                return new ElfReader(bytes).read();
            }
            if (intAt(start, ARM64_MAGIC_AT) == ARM64_MAGIC) {
                return arm64Image(bytes);
            }
            return new OtherFile(guess(start));
        }
    }

    private static Arm64Image arm64Image(FileBytes bytes) throws IOException, MalformedFileException {
        var header = bytes.read("arm64 Image header", 0, Arm64Image.HEADER_SIZE);
        boolean dos = header.getShort(0) == DOS_MAGIC;
        if (dos) {
            requirePeHeader(bytes, Integer.toUnsignedLong(header.getInt(0x3c)));
        }
        boolean bigEndian = (header.getLong(24) & 1) != 0;
        return new Arm64Image(header.getLong(8), header.getLong(16), bigEndian, dos);
    }

    private static void requirePeHeader(FileBytes bytes, long offset) throws IOException, MalformedFileException {
        int signature = bytes.read("PE header", offset, Integer.BYTES).getInt();
        if (signature != 0x4550) {
            throw new MalformedFileException(Problem.of("the Image begins like a PE file and is none")
                    .where(bytes.file())
                    .expected("the PE signature 50450000 at offset " + offset)
                    .found(HexFormat.of().toHexDigits(Integer.reverseBytes(signature))));
        }
    }

    private static String guess(ByteBuffer start) {
        int first = intAt(start, 0);
        if (!start.hasRemaining()) {
            return "an empty file";
        } else if ((first & 0xffff) == 0x8b1f) {
            return "gzip data";
        } else if (first == 0xfd2fb528) {
            return "zstd data";
        } else if (first == 0x587a37fd) {
            return "xz data";
        } else if (first == 0x184c2102 || first == 0x184d2204) {
            return "lz4 data";
        } else if (intAt(start, BZIMAGE_MAGIC_AT) == BZIMAGE_MAGIC) {
            return "an x86 bzImage";
        } else if (intAt(start, 4) == EFI_ZBOOT_MAGIC) {
            return "a compressed EFI zboot image";
        }
        var bytes = new byte[Math.min(start.remaining(), 16)];
        start.get(0, bytes);
        return "a file that begins with " + HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    private static int intAt(ByteBuffer start, int offset) {
        return start.limit() >= offset + Integer.BYTES ? start.getInt(offset) : 0;
    }
}
