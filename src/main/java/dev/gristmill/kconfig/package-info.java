/**
 * The kernel's configuration: fragments people write, the request they merge into, the kernel's own tools that resolve
 * it, the gate that compares what came out with what was asked, and the tree's Kconfig files that tell why. Uses {@code source}, {@code toolchain},
 * {@code store}, {@code process}, {@code progress}. Terms are Kconfig's: an <em>option</em> or <em>symbol</em> is
 * {@code CONFIG_NAME}, a <em>tristate</em> is n, m or y.
 */
@NullMarked
package dev.gristmill.kconfig;

import org.jspecify.annotations.NullMarked;
