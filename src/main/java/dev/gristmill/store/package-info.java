/**
 * The content-addressed store: what was fetched, unpacked, resolved, compiled and packed, each under the hash of what
 * it was made from. Entries appear whole or not at all. A <em>run</em> is one process's use of the store; what a run
 * was in the middle of when it died is swept by the next one.
 */
@NullMarked
package dev.gristmill.store;

import org.jspecify.annotations.NullMarked;
