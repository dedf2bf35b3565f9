/**
 * {@code gristmill.yaml}: which kernels this repository builds, and the profiles they are built for. Reading it gives
 * immutable values or every mistake in it with file, line and column. Uses {@code model} only.
 */
@NullMarked
package dev.gristmill.catalogue;

import org.jspecify.annotations.NullMarked;
