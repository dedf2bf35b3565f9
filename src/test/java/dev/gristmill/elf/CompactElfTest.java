package dev.gristmill.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.contract.BootFileCheck;
import dev.gristmill.contract.BootFiles;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.StepException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactElfTest {
    private static final int PAGE = 4096;
    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder;

    @Test
    void loadersMakeTheSameMemoryOfIt() throws Exception {
        for (int seed = 0; seed < 150; seed++) {
            var vmlinux = file(RandomElf.make(new Random(seed)));
            var compact = compact(vmlinux);
            assertThat(LoadedMemory.of(compact)).as("seed %d", seed).isEqualTo(LoadedMemory.of(vmlinux));
            assertThat(Files.size(compact)).as("seed %d", seed).isLessThanOrEqualTo(Files.size(vmlinux));
        }
    }

    @Test
    void everySegmentIsCongruentWithItsAddressModuloThePage() throws Exception {
        for (int seed = 0; seed < 50; seed++) {
            for (var load : loads(compact(file(RandomElf.make(new Random(seed)))))) {
                assertThat(load.fileSize() == 0 || (load.offset() - load.virtualAddress()) % PAGE == 0)
                        .as("seed %d: %s", seed, load)
                        .isTrue();
            }
        }
    }

    @Test
    void keepsTheAlignmentThatLoadersAskFor() throws Exception {
        var loads = loads(compact(file(kernel(filled(3 * MIB, 0xcc)))));
        assertThat(loads).hasSizeGreaterThan(40).allMatch(load -> load.alignment() == 2 * MIB);
    }

    @Test
    void storesOneChunkOfAllTheFillerOfAByte() throws Exception {
        var content = filled(5 * MIB, 0xcc);
        Arrays.fill(content, 2 * MIB, 4 * MIB, (byte) 0);
        content[3 * MIB] = 1; // two runs of zeros
        assertThat(Files.size(compact(file(kernel(content))))).isLessThan(200_000);
    }

    @Test
    void dropsSectionsAndGaps() throws Exception {
        var content = new byte[100_000];
        new Random(1).nextBytes(content);
        var compact = compact(file(kernel(content)));
        var bytes = ByteBuffer.wrap(Files.readAllBytes(compact)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.getLong(40)).isZero();
        assertThat(bytes.getShort(60)).isZero();
        assertThat(Files.size(compact)).isBetween(100_000L, 100_000L + 2 * PAGE);
    }

    @Test
    void keepsTheBootContract() throws Exception {
        var compact = compact(file(BootFiles.vmlinux()));
        assertThat(BootFileCheck.problems(compact, Architecture.X86_64)).isEmpty();
    }

    @Test
    void givesTheSameBytesAgain() throws Exception {
        var vmlinux = file(RandomElf.make(new Random(7)));
        assertThat(compact(vmlinux)).hasSameBinaryContentAs(compact(vmlinux));
    }

    @Test
    void tellsWhatIsWrongWithAFileWhoseNumbersLie() throws Exception {
        assertRefused(32, 1L << 40, "program header table");
        assertRefused(64 + 8, 1L << 40, "place of a segment", "bytes at offset 1099511627776");
        assertRefused(64 + 8, -1, "place of a segment");
        assertRefused(64 + 32, Long.MAX_VALUE, "place of a segment");
        assertRefused(64 + 32, -1, "place of a segment");
        assertRefused(64 + 40, 1, "place of a segment in memory");
        assertRefused(64 + 40, -1, "place of a segment in memory");
        assertRefused(64 + 24, -1, "place of a segment in memory");
    }

    @Test
    void refusesWhatIsNoElfFile() throws Exception {
        for (var content : List.of(new byte[0], new byte[63], new byte[5000], "#!/bin/sh\n".getBytes())) {
            assertThatThrownBy(() -> compact(file(content)))
                    .isInstanceOf(StepException.class)
                    .hasMessageContaining("the linked kernel is an ELF file with a wrong");
        }
    }

    @Test
    void refusesSegmentsThatOverlapInTheFile() throws Exception {
        var content = new byte[MIB];
        var elf = ByteBuffer.wrap(Arrays.copyOf(content, content.length)).order(ByteOrder.LITTLE_ENDIAN);
        header(elf, 100);
        for (int i = 0; i < 100; i++) {
            segment(elf, i, 0, 0x1000000L + i * (long) MIB, MIB, MIB);
        }
        assertThatThrownBy(() -> compact(file(elf.array())))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("segments that do not overlap");
    }

    /** Damaged anywhere in its headers, a file gives the same memory or one clear problem, and never a large file. */
    @Test
    void survivesDamage() throws Exception {
        int refused = 0;
        for (int seed = 0; seed < 400; seed++) {
            var random = new Random(seed);
            var content = BootFiles.vmlinux();
            for (int i = 0; i <= random.nextInt(3); i++) {
                content[random.nextInt(64 + 2 * 56)] = (byte) random.nextInt(256);
            }
            var vmlinux = file(content);
            try {
                var compact = compact(vmlinux);
                assertThat(Files.size(compact)).as("seed %d", seed).isLessThan(50_000);
            } catch (StepException e) {
                refused++;
                assertThat(e).hasMessageContaining("the linked kernel is an ELF file with a wrong");
            }
        }
        assertThat(refused).isBetween(50, 350);
    }

    private void assertRefused(int at, long value, String... parts) throws IOException {
        var elf = ByteBuffer.wrap(BootFiles.vmlinux())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(at, value);
        assertThatThrownBy(() -> compact(file(elf.array())))
                .isInstanceOf(StepException.class)
                .hasMessageContainingAll(parts);
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(folder, "vmlinux", ""), content);
    }

    private Path compact(Path vmlinux) throws IOException {
        var compact = Files.createTempFile(folder, "compact", "");
        Files.delete(compact);
        CompactElf.write(vmlinux, compact);
        return compact;
    }

    private static byte[] filled(int size, int with) {
        var content = new byte[size];
        Arrays.fill(content, (byte) with);
        return content;
    }

    /** One segment far into the file, and something behind it. */
    private static byte[] kernel(byte[] content) {
        var elf = ByteBuffer.allocate(2 * MIB + content.length + 10_000).order(ByteOrder.LITTLE_ENDIAN);
        header(elf, 1);
        segment(elf, 0, 2 * MIB, 0x1000000, content.length, content.length);
        return elf.put(2 * MIB, content).array();
    }

    private static void header(ByteBuffer elf, int segments) {
        elf.put(0, BootFiles.vmlinux(), 0, 64).putLong(32, 64).putShort(56, (short) segments);
    }

    private static void segment(ByteBuffer elf, int index, long offset, long address, long size, long memory) {
        int at = 64 + index * 56;
        elf.putInt(at, 1)
                .putLong(at + 8, offset)
                .putLong(at + 16, address + 0xffffffff80000000L)
                .putLong(at + 24, address)
                .putLong(at + 32, size)
                .putLong(at + 40, memory)
                .putLong(at + 48, 2 * MIB);
    }

    private static List<ProgramHeader> loads(Path file) throws IOException {
        var elf = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        var loads = new ArrayList<ProgramHeader>();
        elf.position(64);
        for (int i = 0; i < elf.getShort(56); i++) {
            var header = ProgramHeader.read(elf);
            if (header.type() == ProgramHeader.LOAD) {
                loads.add(header);
            }
        }
        return loads;
    }
}
