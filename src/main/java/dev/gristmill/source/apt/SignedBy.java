package dev.gristmill.source.apt;

import java.nio.file.Path;

/** Keys that may sign an archive, as {@code Signed-By} names them in sources.list(5). */
public sealed interface SignedBy {
    /** A keyring, binary or ASCII-armored. */
    record KeyFile(Path path) implements SignedBy {}

    /** An ASCII-armored keyring written into the source itself. */
    record KeyBlock(String armored) implements SignedBy {}
}
