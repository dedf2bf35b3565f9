package dev.gristmill.elf;

import dev.gristmill.model.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a loader makes of an ELF file, written from the gABI and not with the code under test: each segment's bytes at
 * its physical address, zeros behind them up to its size in memory. Pages of 4 KiB by number.
 *
 * @param virtual the same by virtual address
 * @param notes the bytes of all note segments
 */
public record LoadedMemory(
        long entry, int machine, Map<Long, String> physical, Map<Long, String> virtual, String notes) {
    private static final int PAGE = 4096;

    public static LoadedMemory of(Path file) throws IOException {
        var elf = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        var physical = new TreeMap<Long, byte[]>();
        var virtual = new TreeMap<Long, byte[]>();
        var notes = new StringBuilder();
        for (int i = 0; i < elf.getShort(56); i++) {
            int at = (int) elf.getLong(32) + i * 56;
            var content = new byte[(int) elf.getLong(at + 32)];
            elf.get((int) elf.getLong(at + 8), content);
            if (elf.getInt(at) == 1) {
                int size = (int) elf.getLong(at + 40);
                place(elf.getLong(at + 24), Arrays.copyOf(content, size), physical);
                place(elf.getLong(at + 16), Arrays.copyOf(content, size), virtual);
            } else if (elf.getInt(at) == 4) {
                notes.append(HexFormat.of().formatHex(content));
            }
        }
        return new LoadedMemory(
                elf.getLong(24), elf.getShort(18), digests(physical), digests(virtual), notes.toString());
    }

    private static void place(long address, byte[] content, Map<Long, byte[]> pages) {
        for (int done = 0; done < content.length; ) {
            int inPage = (int) ((address + done) % PAGE + PAGE) % PAGE;
            int length = Math.min(PAGE - inPage, content.length - done);
            var page = pages.computeIfAbsent((address + done - inPage) / PAGE, _ -> new byte[PAGE]);
            System.arraycopy(content, done, page, inPage, length);
            done += length;
        }
    }

    private static Map<Long, String> digests(Map<Long, byte[]> pages) {
        var digests = new TreeMap<Long, String>();
        pages.forEach((number, page) -> digests.put(number, Digest.of(page).hex()));
        return digests;
    }
}
