/**
 * A Debian archive as APT sees it: what this machine's configuration names, signed <em>InRelease</em> files,
 * <em>Sources</em> indexes and the chain of hashes between them. Uses {@code source.http}, {@code store},
 * {@code process}, {@code progress}, {@code model}. A <em>suite</em> is a folder under {@code dists/}.
 */
@NullMarked
package dev.gristmill.source.apt;

import org.jspecify.annotations.NullMarked;
