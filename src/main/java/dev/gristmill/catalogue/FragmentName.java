package dev.gristmill.catalogue;

import java.nio.file.Path;

/** Which configuration fragment is meant. */
public sealed interface FragmentName {

    /** One that comes with Gristmill. */
    record BuiltIn(String name) implements FragmentName {}

    /** A file of the user's. */
    record InFile(Path file) implements FragmentName {}
}
