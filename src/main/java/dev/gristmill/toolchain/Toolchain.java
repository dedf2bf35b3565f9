package dev.gristmill.toolchain;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;

/**
 * A compiler and its binutils for one target.
 *
 * @param target what it compiles for
 * @param prefix what stands before {@code gcc}, {@code ld}, ...: {@code aarch64-linux-gnu-}; given to make as
 *     {@code CROSS_COMPILE}, and the same on every host
 * @param description for people: {@code gcc 12.2.0, binutils 2.40}
 * @param identity over the content of every program that leaves a trace in a kernel
 */
public record Toolchain(Architecture target, String prefix, String description, Digest identity) {}
