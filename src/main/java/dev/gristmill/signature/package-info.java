/**
 * Keys of ECDSA P-256 and what is signed with them, in the forms of Sigstore: key files, simple signing, DSSE envelopes,
 * bundles. Knows bytes only: where they are kept is the business of others. Uses {@code image} for JSON, {@code process},
 * {@code store} and {@code model}; Bouncy Castle is loaded when a private key is read or made.
 */
@NullMarked
package dev.gristmill.signature;

import org.jspecify.annotations.NullMarked;
