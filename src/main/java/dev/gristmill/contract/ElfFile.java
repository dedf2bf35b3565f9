package dev.gristmill.contract;

import java.util.List;
import java.util.OptionalLong;

/**
 * The headers of a 64-bit little-endian ELF file (System V gABI, "ELF Header" and "Program Header").
 *
 * @param type {@code e_type}; 2 is EXEC
 * @param machine {@code e_machine}; 62 is x86_64, 183 is AArch64
 * @param loads the {@code PT_LOAD} segments in file order
 * @param pvhEntry the physical address of the PVH entry, from the Xen note {@code XEN_ELFNOTE_PHYS32_ENTRY}
 *     (include/xen/interface/elfnote.h)
 * @param leftovers names of sections that stripping removes, at most {@value #MOST_LEFTOVERS}
 */
public record ElfFile(int type, int machine, List<Load> loads, OptionalLong pvhEntry, List<String> leftovers)
        implements BootFile {
    static final int MOST_LEFTOVERS = 4;

    static final int EXEC = 2;
    static final int X86_64 = 62;

    public ElfFile {
        loads = List.copyOf(loads);
        leftovers = List.copyOf(leftovers);
    }

    /** A segment to load; addresses are physical, sizes in bytes. */
    public record Load(long address, long size) {
        boolean contains(long other) {
            return other >= address && other - address < size;
        }
    }

    @Override
    public String format() {
        return "elf";
    }
}
