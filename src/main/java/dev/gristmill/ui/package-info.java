/**
 * Showing progress and results to people: a live view where standard error is a terminal, plain lines where it is not.
 * Results go to standard output, everything else to standard error. Uses {@code progress} and {@code model}.
 */
@NullMarked
package dev.gristmill.ui;

import org.jspecify.annotations.NullMarked;
