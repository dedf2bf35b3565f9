package dev.gristmill.source;

import java.net.URI;
import java.nio.file.Path;

/** Where an offered source lies. */
public sealed interface Place {
    /** A tarball on a server. */
    record Remote(URI address) implements Place {}

    /** A tarball on this machine. */
    record Tarball(Path file) implements Place {}

    /** An unpacked tree on this machine, used where it is and never written to. */
    record Tree(Path folder) implements Place {}
}
