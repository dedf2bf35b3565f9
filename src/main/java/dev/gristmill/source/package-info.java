/**
 * Where a kernel's source comes from, and the proof that it is the right one. Gives an unpacked, pristine tree that is
 * shared by everything built from it. Uses {@code store}, {@code process}, {@code progress}, {@code model}.
 */
@NullMarked
package dev.gristmill.source;

import org.jspecify.annotations.NullMarked;
