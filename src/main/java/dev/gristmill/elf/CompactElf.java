package dev.gristmill.elf;

import dev.gristmill.model.StepException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes the smallest ELF file that a loader makes the same memory of: ELF header, program headers, notes, and the bytes
 * of the segments one behind the other, without sections.
 *
 * <p>The kernel is linked for pages of 2 MiB, so its segments lie that far apart in the file. Offsets here are congruent
 * with virtual addresses modulo the 4 KiB page, which is what the gABI asks of any loadable segment. {@code p_align}
 * stays 2 MiB nevertheless: linux-loader is about to refuse kernels whose segments are aligned to less
 * (rust-vmm/linux-loader pull request 227), and none of the loaders compares it with an offset.
 */
public final class CompactElf {
    private static final int NOTE_ALIGNMENT = 16;

    private final FileChannel in;
    private final ElfProgram program;
    private final List<Piece> pieces;
    private final List<ProgramHeader> headers = new ArrayList<>();
    private final List<Copy> copies = new ArrayList<>();
    private long end;

    private record Copy(long from, long to, long length) {}

    private CompactElf(FileChannel in, ElfProgram program, List<Piece> pieces) {
        this.in = in;
        this.program = program;
        this.pieces = pieces;
    }

    /**
     * Writes the boot file of a linked kernel. Addresses, sizes in memory, flags, order, entry and notes are the same.
     *
     * @param vmlinux with symbols and debug information or without
     * @param bootFile nothing is there yet
     * @throws StepException if {@code vmlinux} is no 64-bit little-endian ELF file, or contradicts itself
     */
    public static void write(Path vmlinux, Path bootFile) throws IOException {
        try (var in = FileChannel.open(vmlinux, StandardOpenOption.READ)) {
            var program = ElfProgram.read(vmlinux, in);
            var compact = new CompactElf(in, program, Cutter.cut(program.loads(), in));
            compact.place();
            try (var out = FileChannel.open(bootFile, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                compact.writeTo(out);
            }
        }
    }

    private void place() {
        end = ElfHeader.SIZE + (long) (program.notes().size() + pieces.size()) * ProgramHeader.SIZE;
        var notes = new ArrayList<ProgramHeader>();
        for (var note : program.notes()) {
            end = end + NOTE_ALIGNMENT - 1 & -NOTE_ALIGNMENT;
            notes.add(store(note));
        }
        Map<Piece, Long> places = new IdentityHashMap<>();
        for (var piece : pieces) {
            if (piece.like() == null) {
                if (piece.segment().fileSize() > 0) {
                    end += Math.floorMod(piece.segment().virtualAddress() - end, (long) Cutter.PAGE);
                }
                places.put(piece, end);
                headers.add(store(piece.segment()));
            } else {
                headers.add(piece.segment().at(Objects.requireNonNull(places.get(piece.like()))));
            }
        }
        headers.addAll(notes);
    }

    private ProgramHeader store(ProgramHeader segment) {
        copies.add(new Copy(segment.offset(), end, segment.fileSize()));
        var stored = segment.at(end);
        end += segment.fileSize();
        return stored;
    }

    private void writeTo(FileChannel out) throws IOException {
        var start = ByteBuffer.allocate(ElfHeader.SIZE + headers.size() * ProgramHeader.SIZE)
                .order(ByteOrder.LITTLE_ENDIAN);
        program.header().write(headers.size(), start);
        headers.forEach(header -> header.write(start));
        start.flip();
        while (start.hasRemaining()) {
            out.write(start);
        }
        for (var copy : copies) {
            write(copy, out);
        }
    }

    private void write(Copy copy, FileChannel out) throws IOException {
        out.position(copy.to());
        for (long done = 0; done < copy.length(); ) {
            long moved = in.transferTo(copy.from() + done, copy.length() - done, out);
            if (moved <= 0) {
                throw new IOException("the linked kernel got shorter while it was read");
            }
            done += moved;
        }
    }
}
