/**
 * Proves that a kernel boots: machines of QEMU that stand for the VMMs, or a VMM itself, an init of our own as the guest,
 * what it checks inside, and the verdict. Uses {@code process}, {@code store}, {@code progress}, {@code toolchain}, {@code contract}
 * and {@code model}. Whatever a guest says is hostile: bounded, and parsed strictly.
 */
@NullMarked
package dev.gristmill.boot;

import org.jspecify.annotations.NullMarked;
