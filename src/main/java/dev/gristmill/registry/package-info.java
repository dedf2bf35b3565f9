/**
 * The OCI distribution protocol: references, credentials, pushing from a layout and pulling into one, and one
 * {@link dev.gristmill.registry.ImageStore} over both. A registry counts as slow, broken and hostile. Uses {@code
 * image}, {@code source.http}, {@code process}, {@code store}, {@code progress} and {@code model}.
 */
@NullMarked
package dev.gristmill.registry;

import org.jspecify.annotations.NullMarked;
