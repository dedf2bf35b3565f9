package dev.gristmill.contract;

import java.nio.charset.StandardCharsets;

/** The smallest modules that a kernel would know for its own, to be damaged by tests. */
public final class ModuleFiles {
    static final int SECTIONS = 64;
    static final int MODINFO = SECTIONS + 3 * 64;

    private ModuleFiles() {}

    /** A module whose {@code .modinfo} holds these strings: three sections, their content behind them. */
    static byte[] module(String... strings) {
        var modinfo = (String.join("\0", strings) + "\0").getBytes(StandardCharsets.UTF_8);
        var names = "\0.modinfo\0.shstrtab\0".getBytes(StandardCharsets.US_ASCII);
        var elf = BootFiles.buffer(new byte[MODINFO + modinfo.length + names.length])
                .putInt(0, 0x464c457f)
                .put(4, (byte) 2)
                .put(5, (byte) 1)
                .putShort(16, (short) 1)
                .putLong(40, SECTIONS)
                .putShort(58, (short) 64)
                .putShort(60, (short) 3)
                .putShort(62, (short) 2);
        elf.putInt(SECTIONS + 64, 1)
                .putInt(SECTIONS + 64 + 4, 1)
                .putLong(SECTIONS + 64 + 24, MODINFO)
                .putLong(SECTIONS + 64 + 32, modinfo.length);
        elf.putInt(SECTIONS + 128, 10)
                .putInt(SECTIONS + 128 + 4, 3)
                .putLong(SECTIONS + 128 + 24, MODINFO + modinfo.length)
                .putLong(SECTIONS + 128 + 32, names.length);
        return elf.put(MODINFO, modinfo).put(MODINFO + modinfo.length, names).array();
    }

    /** One of that name, for that kernel. */
    public static byte[] of(String name, String kernelRelease) {
        return module("name=" + name, "vermagic=" + kernelRelease + " SMP mod_unload ");
    }
}
