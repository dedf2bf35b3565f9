/**
 * The plain values every other package speaks: architecture, VMM, kernel release and series, digest, and the shape of
 * an error. Uses nothing but the JDK.
 */
@NullMarked
package dev.gristmill.model;

import org.jspecify.annotations.NullMarked;
