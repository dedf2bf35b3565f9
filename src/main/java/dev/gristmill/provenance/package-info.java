/**
 * Documents about how an image came to be: bills of materials in SPDX and CycloneDX, provenance in the terms of SLSA, and what
 * booting it showed. They say the same wherever and whenever they are written. Uses {@code kernel}, {@code image}
 * (JSON), {@code store} and {@code model}.
 */
@NullMarked
package dev.gristmill.provenance;

import org.jspecify.annotations.NullMarked;
