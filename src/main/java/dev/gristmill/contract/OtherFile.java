package dev.gristmill.contract;

/**
 * A file that is neither ELF nor an arm64 {@code Image}.
 *
 * @param format what it seems to be, for people
 */
public record OtherFile(String format) implements BootFile {}
