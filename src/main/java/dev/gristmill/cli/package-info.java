/** The command line: one picocli class for each command, thin. */
@NullMarked
package dev.gristmill.cli;

import org.jspecify.annotations.NullMarked;
