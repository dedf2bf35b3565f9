/**
 * One compile: a source tree, a resolved configuration and a toolchain become a boot file and modules, under a build
 * key. Uses {@code source}, {@code kconfig}, {@code toolchain}, {@code store}, {@code process}, {@code progress}.
 */
@NullMarked
package dev.gristmill.kernel;

import org.jspecify.annotations.NullMarked;
