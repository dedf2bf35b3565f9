/**
 * One compile: a source tree, a resolved configuration and a toolchain become a boot file and modules, under a
 * <em>build key</em>, the hash of everything that decides their bytes. Uses {@code source}, {@code toolchain}, {@code elf},
 * {@code store}, {@code process}, {@code progress} and {@code model}; the configuration comes as a file.
 */
@NullMarked
package dev.gristmill.kernel;

import org.jspecify.annotations.NullMarked;
