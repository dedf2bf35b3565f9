/**
 * gzip (RFC 1952) with a DEFLATE encoder (RFC 1951) of our own, so that the same content has the same compressed bytes,
 * and so the same digest, on every machine, JDK and number of threads. Speaks the terms of these RFCs: block, literal,
 * length, distance, code length. Uses {@code model} only.
 */
@NullMarked
package dev.gristmill.gzip;

import org.jspecify.annotations.NullMarked;
