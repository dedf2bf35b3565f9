/**
 * What a VMM demands of the file it boots, and readers for the two kinds of such files: ELF and the arm64
 * {@code Image}. Files are read in bounded pieces and are not trusted. Uses {@code model} only.
 */
@NullMarked
package dev.gristmill.contract;

import org.jspecify.annotations.NullMarked;
