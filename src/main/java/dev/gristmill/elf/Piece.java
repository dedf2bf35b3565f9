package dev.gristmill.elf;

import org.jspecify.annotations.Nullable;

/**
 * A part of a segment that becomes a segment of its own.
 *
 * @param segment as in the file read
 * @param like an earlier piece with the same bytes, at least as many, whose place in the file serves this one too;
 *     {@code null} for a piece that is stored
 */
record Piece(ProgramHeader segment, @Nullable Piece like) {}
