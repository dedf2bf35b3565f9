package dev.gristmill.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gristmill.model.StepException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleCheckTest {
    private static final String RELEASE = "6.1.187";
    private static final byte[] XFS = ModuleFiles.of("xfs", RELEASE);

    @TempDir
    Path modules;

    private void module(String name, byte[] content) throws IOException {
        var file = modules.resolve("kernel").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private StepException refusal() {
        return catchThrowableOfType(StepException.class, () -> ModuleCheck.ensure(modules, RELEASE));
    }

    private String refusalOf(byte[] content) throws IOException {
        module("x.ko", content);
        var refusal = refusal();
        assertThat(refusal.problems()).hasSize(1);
        return refusal.getMessage();
    }

    private String refusalOf(Consumer<ByteBuffer> damage) throws IOException {
        var content = XFS.clone();
        damage.accept(BootFiles.buffer(content));
        return refusalOf(content);
    }

    @Test
    void takesModulesOfTheSameKernelAndWhatIsNoModule() throws IOException {
        module("fs/xfs.ko", XFS);
        module("net/odd name.ko", ModuleFiles.module("author=x", "vermagic=" + RELEASE));
        module("modules.ko.txt.d/readme", new byte[3]);
        Files.writeString(modules.resolve("modules.dep"), "kernel/fs/xfs.ko:");
        Files.createSymbolicLink(modules.resolve("dangling.ko"), Path.of("nowhere"));
        assertThatCode(() -> ModuleCheck.ensure(modules, RELEASE)).doesNotThrowAnyException();
    }

    @Test
    void namesModuleOfAnotherKernelWithExpectedAndFound() throws IOException {
        module("fs/xfs.ko", XFS);
        module("fs/ext4.ko", ModuleFiles.of("ext4", "6.1.186"));
        module("fs/ext2.ko", ModuleFiles.of("ext2", "6.1.1870"));
        assertThat(refusal().problems()).hasSize(2);
        assertThat(refusal().problems().getLast().toString())
                .contains(
                        "the module ext4.ko was made for another kernel",
                        modules.resolve("kernel/fs/ext4.ko").toString(),
                        "expected: a vermagic that begins with 6.1.187",
                        "found:    6.1.186 SMP mod_unload");
    }

    @Test
    void refusesCompressedModule() throws IOException {
        module("fs/xfs.ko.zst", XFS);
        assertThat(refusal()).hasMessageContainingAll("xfs.ko.zst is compressed", "CONFIG_MODULE_COMPRESS");
    }

    @Test
    void refusesWhatIsNoModule() throws IOException {
        assertThat(refusalOf(new byte[0])).contains("no 64-bit ELF file");
        assertThat(refusalOf(elf -> elf.put(4, (byte) 1))).contains("no 64-bit ELF file");
        assertThat(refusalOf(elf -> elf.putShort(60, (short) 0))).contains("no .modinfo section");
        assertThat(refusalOf(ModuleFiles.module("author=x", "notvermagic=" + RELEASE, "vermagi")))
                .contains("no vermagic");
        assertThat(refusalOf(ModuleFiles.module("vermagic=\u001b[2J" + "x".repeat(10_000))))
                .contains("found:    ?[2Jxxx")
                .hasSizeLessThan(1_000);
    }

    @Test
    void refusesSizesThatTheFileDoesNotHave() throws IOException {
        int size = ModuleFiles.SECTIONS + 64 + 32;
        assertThat(refusalOf(elf -> elf.putLong(size, 1L << 40))).contains("size of the section .modinfo");
        assertThat(refusalOf(elf -> elf.putLong(size, -1))).contains("size of the section .modinfo");
        assertThat(refusalOf(elf -> elf.putLong(size, 1 << 19))).contains("section .modinfo lies outside");
        assertThat(refusalOf(elf -> elf.putLong(size - 8, -1))).contains("section .modinfo lies outside");
    }

    @Test
    void tellsSomeOfManyAndCountsTheRest() throws IOException {
        for (int i = 0; i < 50; i++) {
            module("m" + i + ".ko", ModuleFiles.of("m", "5.10.1"));
        }
        assertThat(refusal().problems()).hasSize(21);
        assertThat(refusal()).hasMessageContaining("30 more modules");
    }

    @Test
    void readsAnyDamagedModuleWithoutFailingOtherwise() throws IOException {
        var random = new Random(20260302);
        for (int i = 0; i < 500; i++) {
            var content = Arrays.copyOf(XFS, random.nextInt(XFS.length + 1));
            for (int changes = random.nextInt(4); changes > 0 && content.length > 0; changes--) {
                content[random.nextInt(content.length)] = (byte) random.nextInt();
            }
            module("x.ko", content);
            try {
                ModuleCheck.ensure(modules, RELEASE);
            } catch (StepException e) {
                assertThat(e.problems()).hasSize(1);
            }
        }
    }
}
