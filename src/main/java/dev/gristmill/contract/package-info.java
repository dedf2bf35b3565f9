/**
 * What a VMM demands of a guest kernel: of its configuration, as data, and of the file it boots, with readers for the
 * two kinds of such files: ELF and the arm64 {@code Image}. Files are read in bounded pieces and are not trusted. Uses
 * {@code kconfig} and {@code model}.
 */
@NullMarked
package dev.gristmill.contract;

import org.jspecify.annotations.NullMarked;
