/**
 * What a running step tells about itself. Steps speak to {@link dev.gristmill.progress.Progress}; how it is shown is
 * the business of {@code ui}.
 */
@NullMarked
package dev.gristmill.progress;

import org.jspecify.annotations.NullMarked;
