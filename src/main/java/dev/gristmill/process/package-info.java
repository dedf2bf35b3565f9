/**
 * Running other programs so that none outlives this one, however it ends: each child leads a session of its own under a
 * small supervisor that kills the whole session when our end of its pipe closes.
 */
@NullMarked
package dev.gristmill.process;

import org.jspecify.annotations.NullMarked;
