/**
 * The x86_64 boot file: what a VMM's loader reads of a {@code vmlinux}, written anew without everything it does not
 * read. Speaks the terms of the System V gABI: program header, segment, note. Uses {@code model} only.
 */
@NullMarked
package dev.gristmill.elf;

import org.jspecify.annotations.NullMarked;
