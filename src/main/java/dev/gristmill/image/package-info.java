/**
 * Packing: a built kernel becomes a file tree, a layer, a manifest and, with its sisters for other architectures, an
 * index in an OCI image layout. The same kernel gives the same digests on every machine. Uses {@code kernel},
 * {@code contract}, {@code gzip}, {@code store}, {@code progress} and {@code model}.
 */
@NullMarked
package dev.gristmill.image;

import org.jspecify.annotations.NullMarked;
