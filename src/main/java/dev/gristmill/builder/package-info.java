/**
 * Builders: root file systems that hold a toolchain and nothing else, made of the packages of a Debian suite, packed into
 * an image, unpacked into the store. Uses {@code image}, {@code registry}, {@code source.apt}, {@code toolchain},
 * {@code catalogue} (the lock's form) and what these use. Speaks of the <em>host</em>, the architecture a builder runs
 * on, and of <em>targets</em>, those it compiles for.
 */
@NullMarked
package dev.gristmill.builder;

import org.jspecify.annotations.NullMarked;
