package dev.gristmill.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gristmill.model.Architecture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RescueShellTest {
    private static final short X86_64 = 62;
    private static final short ARM64 = 183;
    private static final int LOAD = 1;
    private static final int INTERPRETER = 3;

    @TempDir
    private Path folder;

    @Test
    void takesAProgramThatNeedsNoInterpreter() throws Exception {
        assertThat(RescueShell.isStatic(elf(X86_64, LOAD, LOAD), Architecture.X86_64))
                .isTrue();
        assertThat(RescueShell.isStatic(elf(ARM64, LOAD), Architecture.ARM64)).isTrue();
    }

    @Test
    void refusesAProgramThatNeedsLibraries() throws Exception {
        assertThat(RescueShell.isStatic(elf(X86_64, LOAD, INTERPRETER), Architecture.X86_64))
                .isFalse();
    }

    @Test
    void refusesAProgramForAnotherMachine() throws Exception {
        assertThat(RescueShell.isStatic(elf(X86_64, LOAD), Architecture.ARM64)).isFalse();
    }

    @Test
    void refusesWhatIsNoProgram() throws Exception {
        assertThat(RescueShell.isStatic(
                        Files.writeString(folder.resolve("script"), "#!/bin/sh\n"), Architecture.X86_64))
                .isFalse();
        assertThat(RescueShell.isStatic(folder.resolve("none"), Architecture.X86_64))
                .isFalse();
        var cut = elf(X86_64, LOAD);
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 80));
        assertThat(RescueShell.isStatic(cut, Architecture.X86_64)).isFalse();
        assertThat(RescueShell.isStatic(elf(X86_64), Architecture.X86_64)).isFalse();
    }

    /** Headers alone, of a 64-bit little-endian program with such segments. */
    private Path elf(short machine, int... segments) throws IOException {
        var bytes = ByteBuffer.allocate(64 + segments.length * 56).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0x464c457f).put((byte) 2).put((byte) 1).put((byte) 1);
        bytes.putShort(18, machine).putLong(32, 64).putShort(56, (short) segments.length);
        for (int i = 0; i < segments.length; i++) {
            bytes.putInt(64 + i * 56, segments[i]);
        }
        return Files.write(Files.createTempFile(folder, "program", ""), bytes.array());
    }
}
