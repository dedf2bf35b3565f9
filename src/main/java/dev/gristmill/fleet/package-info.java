/**
 * Many machines: which of them builds which part of a selection, what they hand over through a registry, their only
 * meeting point, and how that becomes one publication. Speaks of a <em>shard</em>, one of several equal workers, and of a
 * <em>unit</em>, one kernel for one architecture. Uses {@code plan} and what {@code plan} uses.
 */
@NullMarked
package dev.gristmill.fleet;

import org.jspecify.annotations.NullMarked;
