package dev.gristmill.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootFileCheckTest {
    @TempDir
    Path folder;

    @Test
    void takesStrippedVmlinuxWithPvhEntry() throws IOException {
        var found = BootFileCheck.ensure(file(BootFiles.vmlinux()), Architecture.X86_64);
        assertThat(found)
                .isEqualTo(new ElfFile(
                        2,
                        62,
                        List.of(new ElfFile.Load(BootFiles.ADDRESS, 4096)),
                        OptionalLong.of(BootFiles.ADDRESS + 0x80),
                        List.of()));
        assertThat(found.format()).isEqualTo("elf");
    }

    @Test
    void takesArm64ImageWithAndWithoutEfiStub() throws IOException {
        assertThat(BootFileCheck.ensure(file(BootFiles.image()), Architecture.ARM64))
                .isEqualTo(new Arm64Image(0, 4096, false, true));
        var plain = image(i -> i.putInt(0, 0x14100000).putInt(0x3c, 0));
        assertThat(BootFileCheck.ensure(plain, Architecture.ARM64).format()).isEqualTo("image");
    }

    @Test
    void refusesVmlinuxWithoutPvhNote() throws IOException {
        var file = vmlinux(elf -> elf.putShort(BootFiles.PHNUM, (short) 1));
        assertThat(problem(file, Architecture.X86_64)).contains("has no PVH entry", "0x12", "CONFIG_PVH=y", "" + file);
    }

    @Test
    void readsNotesThatAreAlignedToEightBytes() throws IOException {
        // The GNU note's 20 bytes end at 36, so the next note begins at 40; that one's description, after 12 and 4, at
        // 16.
        var file = vmlinux(elf -> {
            elf.putLong(BootFiles.NOTE + 32, 64).putLong(BootFiles.NOTE + 48, 8);
            elf.putInt(BootFiles.NOTES + 40, 4).putInt(BootFiles.NOTES + 44, 8).putInt(BootFiles.NOTES + 48, 0x12);
            elf.putInt(BootFiles.NOTES + 52, 0x006e6558).putLong(BootFiles.NOTES + 56, BootFiles.ADDRESS + 0x40);
        });
        assertThat(BootFileCheck.ensure(file, Architecture.X86_64))
                .isInstanceOfSatisfying(
                        ElfFile.class, elf -> assertThat(elf.pvhEntry()).hasValue(BootFiles.ADDRESS + 0x40));
    }

    @Test
    void takesNoOtherNoteForThePvhEntry() throws IOException {
        int type = BootFiles.NOTES + 12 + 4 + 20 + 12 + 8 + 4 + 8;
        assertThat(problem(vmlinux(elf -> elf.putInt(type, 0x11)), Architecture.X86_64))
                .contains("has no PVH entry");
        assertThat(problem(vmlinux(elf -> elf.put(type + 4, (byte) 'x')), Architecture.X86_64))
                .contains("has no PVH entry");
    }

    @Test
    void refusesPvhEntryThatIsNotLoaded() throws IOException {
        int entry = BootFiles.NOTES + 12 + 4 + 20 + 12 + 8 + 4 + 12 + 4;
        assertThat(problem(vmlinux(elf -> elf.putLong(entry, 0x80)), Architecture.X86_64))
                .contains("PVH entry outside of what is loaded", "0x80");
    }

    @Test
    void refusesVmlinuxWithSymbolsOrDebugInformation() throws IOException {
        assertThat(problem(vmlinux(elf -> elf.putInt(BootFiles.SECTIONS + 64 + 4, 2)), Architecture.X86_64))
                .contains("not stripped", ".text");
        var debug = vmlinux(elf -> elf.put(BootFiles.NAMES + 1, ".debug_x".getBytes(StandardCharsets.US_ASCII)));
        assertThat(problem(debug, Architecture.X86_64)).contains("not stripped", ".debug_x");
    }

    @Test
    void tellsEveryProblemAtOnce() throws IOException {
        var file = vmlinux(
                elf -> elf.putShort(16, (short) 3).putShort(18, (short) 183).putShort(BootFiles.PHNUM, (short) 0));
        assertThat(BootFileCheck.problems(file, Architecture.X86_64))
                .extracting(Problem::what)
                .containsExactly(
                        "the boot file is of the wrong ELF type",
                        "the boot file is for another machine",
                        "the boot file has nothing to load",
                        "the boot file has no PVH entry");
    }

    @Test
    void refusesOtherClassAndByteOrder() throws IOException {
        assertThat(problem(vmlinux(elf -> elf.put(4, (byte) 1)), Architecture.X86_64))
                .contains("wrong class", "64-bit");
        assertThat(problem(vmlinux(elf -> elf.put(5, (byte) 2)), Architecture.X86_64))
                .contains("wrong byte order");
    }

    @Test
    void refusesSizesAndOffsetsThatTheFileDoesNotHave() throws IOException {
        assertThat(problem(vmlinux(elf -> elf.putLong(32, Long.MAX_VALUE)), Architecture.X86_64))
                .contains("program header table lies outside");
        assertThat(problem(vmlinux(elf -> elf.putLong(BootFiles.LOAD + 32, -1)), Architecture.X86_64))
                .contains("wrong place of a segment");
        assertThat(problem(vmlinux(elf -> elf.putLong(BootFiles.LOAD + 40, -1)), Architecture.X86_64))
                .contains("wrong place of a segment in memory");
        assertThat(problem(vmlinux(elf -> elf.putShort(BootFiles.PHNUM, (short) -1)), Architecture.X86_64))
                .contains("number of program headers", "65535");
        assertThat(problem(vmlinux(elf -> elf.putInt(BootFiles.NOTES, -1)), Architecture.X86_64))
                .contains("size of a note");
        assertThat(problem(vmlinux(elf -> elf.putInt(BootFiles.NOTES + 4, -4)), Architecture.X86_64))
                .contains("size of a note");
        assertThat(problem(vmlinux(elf -> elf.putShort(60, (short) -1)), Architecture.X86_64))
                .contains("section header table lies outside");
        assertThat(problem(vmlinux(elf -> elf.putShort(62, (short) 9)), Architecture.X86_64))
                .contains("index of the section names");
        assertThat(problem(vmlinux(elf -> elf.putInt(BootFiles.SECTIONS + 64, -1)), Architecture.X86_64))
                .contains("place of a section name");
    }

    @Test
    void refusesEveryTruncationWithoutFailingOtherwise() throws IOException {
        for (var whole : List.of(BootFiles.vmlinux(), BootFiles.image())) {
            for (int length = 0; length < 64; length++) {
                var file = file(Arrays.copyOf(whole, length));
                for (var architecture : Architecture.values()) {
                    assertThat(BootFileCheck.problems(file, architecture)).isNotEmpty();
                }
            }
        }
    }

    @Test
    void readsAnyDamagedFileWithoutFailingOtherwise() throws IOException {
        var random = new Random(20260301);
        for (int i = 0; i < 500; i++) {
            var whole = random.nextBoolean() ? BootFiles.vmlinux() : BootFiles.image();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                whole[random.nextInt(whole.length)] = (byte) random.nextInt();
            }
            var file = file(whole);
            for (var architecture : Architecture.values()) {
                assertThat(BootFileCheck.problems(file, architecture)).isNotNull();
            }
        }
    }

    @Test
    void saysWhatTheFileIsInstead() throws IOException {
        assertThat(problem(file(new byte[] {0x1f, (byte) 0x8b, 8, 0}), Architecture.ARM64))
                .contains("gzip data", "uncompressed arm64 Image");
        assertThat(problem(file(new byte[0]), Architecture.ARM64)).contains("an empty file");
        assertThat(problem(image(i -> i.putInt(0x38, 0)), Architecture.ARM64))
                .contains("begins with 4d 5a 00 00", "'ARM\\x64' at 0x38");
        assertThat(problem(image(i -> i.putInt(0x38, 0).putInt(4, 0x676d697a)), Architecture.ARM64))
                .contains("EFI zboot");
        assertThat(problem(image(i -> i.putInt(0x38, 0).putInt(0x202, 0x53726448)), Architecture.X86_64))
                .contains("bzImage");
        assertThat(problem(file(BootFiles.vmlinux()), Architecture.ARM64)).contains("an ELF file");
        assertThat(problem(file(BootFiles.image()), Architecture.X86_64)).contains("an arm64 Image");
    }

    @Test
    void refusesArm64ImageWhoseHeaderIsAbsurd() throws IOException {
        assertThat(problem(image(i -> i.putLong(16, 0)), Architecture.ARM64))
                .contains("wrong image size", "1024 bytes");
        assertThat(problem(image(i -> i.putLong(16, -1)), Architecture.ARM64)).contains("wrong image size");
        assertThat(problem(image(i -> i.putLong(16, 1L << 40)), Architecture.ARM64))
                .contains("wrong image size");
        assertThat(problem(image(i -> i.putLong(8, 2 << 20)), Architecture.ARM64))
                .contains("wrong text offset");
        assertThat(problem(image(i -> i.putLong(24, 1)), Architecture.ARM64)).contains("big endian");
        assertThat(problem(image(i -> i.putInt(0x3c, -1)), Architecture.ARM64)).contains("PE header lies outside");
        assertThat(problem(image(i -> i.putInt(64, 0)), Architecture.ARM64)).contains("PE signature");
    }

    @Test
    void neverLetsKernelThroughThatBreaksItsContract() throws IOException {
        var file = file(BootFiles.image());
        assertThatThrownBy(() -> BootFileCheck.ensure(file, Architecture.X86_64))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("" + file);
        assertThatThrownBy(() -> BootFileCheck.ensure(folder.resolve("missing"), Architecture.X86_64))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("cannot be read");
    }

    private static String problem(Path file, Architecture architecture) {
        var problems = BootFileCheck.problems(file, architecture);
        assertThat(problems).hasSize(1);
        return problems.getFirst().toString();
    }

    private Path vmlinux(Consumer<ByteBuffer> damage) throws IOException {
        return damaged(BootFiles.vmlinux(), damage);
    }

    private Path image(Consumer<ByteBuffer> damage) throws IOException {
        return damaged(BootFiles.image(), damage);
    }

    private Path damaged(byte[] content, Consumer<ByteBuffer> damage) throws IOException {
        damage.accept(BootFiles.buffer(content));
        return file(content);
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("file"), content);
    }
}
