/**
 * Trust: what is hung on pushed images so that others can rely on them, and whether what hangs on an image holds. Speaks of
 * <em>subjects</em>, <em>statements</em> and <em>attestations</em> as in-toto does. Uses {@code registry}, {@code signature},
 * {@code provenance}, {@code image}, {@code contract}, {@code kernel}, {@code store}, {@code progress} and {@code model}.
 */
@NullMarked
package dev.gristmill.trust;

import org.jspecify.annotations.NullMarked;
