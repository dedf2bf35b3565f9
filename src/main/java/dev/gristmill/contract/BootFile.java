package dev.gristmill.contract;

/** What the headers of a would-be boot file say. */
public sealed interface BootFile permits ElfFile, Arm64Image, OtherFile {

    /** For image metadata: {@code elf}, {@code pe}, {@code image} (an arm64 Image without EFI stub), ... */
    String format();
}
