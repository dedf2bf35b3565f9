package dev.gristmill.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts segments where the linker filled them up. The kernel's linker script aligns what is in its text segment to 2 MiB
 * with long runs of one byte: int3 (0xcc) between code, zeros before read-only data. Of all the runs of a byte one
 * {@link #CHUNK} is stored; every other is a segment that loads those very bytes to its own address.
 *
 * <p>Zeros are treated like any other byte. They could be memory beyond a segment's bytes in the file instead, but
 * linux-loader, which Firecracker and Cloud Hypervisor use, leaves such memory as it found it.
 */
final class Cutter {
    static final int PAGE = 4096;
    static final int CHUNK = 64 * 1024;

    // Well below what readers take; a kernel has some eighty.
    static final int MOST_PIECES = 200;

    private final FileChannel channel;
    private final List<Piece> pieces = new ArrayList<>();
    private final Map<Byte, Piece> stored = new HashMap<>();
    private final byte[] page = new byte[PAGE];

    private Cutter(FileChannel channel) {
        this.channel = channel;
    }

    /** In the order of the segments, which together they cover exactly. */
    static List<Piece> cut(List<ProgramHeader> loads, FileChannel channel) throws IOException {
        var cutter = new Cutter(channel);
        for (var load : loads) {
            cutter.cut(load);
        }
        return cutter.pieces;
    }

    private void cut(ProgramHeader load) throws IOException {
        long done = 0;
        long pages = isAligned(load) ? load.fileSize() / PAGE : 0;
        long runStart = 0;
        @Nullable Byte runOf = null;
        for (long i = 0; i <= pages; i++) {
            var filler = i < pages ? filler(load.offset() + i * PAGE) : null;
            if (filler != null && filler.equals(runOf)) {
                continue;
            }
            long here = i * PAGE;
            if (runOf != null && here - runStart >= CHUNK && hasRoom(here - runStart)) {
                addStored(load, done, runStart);
                addRun(load, runOf, runStart, here);
                done = here;
            }
            runOf = filler;
            runStart = here;
        }
        if (done < load.fileSize() || load.fileSize() == 0) {
            addStored(load, done, load.fileSize());
        }
    }

    /** A loader that maps pages wants offset and address congruent, which pieces with a place in common cannot be else. */
    private static boolean isAligned(ProgramHeader load) {
        return load.virtualAddress() % PAGE == 0 && load.physicalAddress() % PAGE == 0;
    }

    private boolean hasRoom(long run) {
        return pieces.size() + run / CHUNK + 3 <= MOST_PIECES;
    }

    private void addRun(ProgramHeader load, Byte of, long from, long to) {
        for (long at = from; at < to; at += CHUNK) {
            var part = load.part(at, Math.min(CHUNK, to - at));
            var like = stored.get(of);
            var piece = new Piece(part, like);
            pieces.add(piece);
            if (like == null) {
                stored.put(of, piece);
            }
        }
    }

    private void addStored(ProgramHeader load, long from, long to) {
        if (from < to || load.fileSize() == 0) {
            pieces.add(new Piece(load.part(from, to - from), null));
        }
    }

    /** The byte that a page consists of, if it is only one. */
    private @Nullable Byte filler(long offset) throws IOException {
        var buffer = ByteBuffer.wrap(page);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new IOException("the linked kernel got shorter while it was read");
            }
        }
        return Arrays.equals(page, 0, PAGE - 1, page, 1, PAGE) ? page[0] : null;
    }
}
