/**
 * From a catalogue and a selection to kernels, and from kernels to steps: the only package that knows the order of the
 * steps, and what of them is already in the store. What users want to know of kernels' configurations is put together
 * here too.
 */
@NullMarked
package dev.gristmill.plan;

import org.jspecify.annotations.NullMarked;
