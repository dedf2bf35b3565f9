/**
 * Two layers that should be the same: which files differ, and where in them. Speaks of what was <em>published</em> and
 * what was <em>rebuilt</em>. Uses {@code image}, {@code contract}, {@code process} and {@code model}.
 */
@NullMarked
package dev.gristmill.reproduction;

import org.jspecify.annotations.NullMarked;
