/**
 * Which compiler builds for which architecture, what exactly it is, and which packages a machine lacks. Uses
 * {@code process}, {@code store} and {@code model}.
 */
@NullMarked
package dev.gristmill.toolchain;

import org.jspecify.annotations.NullMarked;
