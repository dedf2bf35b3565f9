package dev.gristmill.catalogue;

import java.nio.file.Path;
import java.util.function.Function;

/** Which configuration fragment is meant. */
public sealed interface FragmentName {

    /** What the one or the other function makes of it. A pattern switch would cost 20 ms at every start. */
    <T> T either(Function<String, T> builtIn, Function<Path, T> inFile);

    /** One that comes with Gristmill. */
    record BuiltIn(String name) implements FragmentName {
        @Override
        public <T> T either(Function<String, T> builtIn, Function<Path, T> inFile) {
            return builtIn.apply(name);
        }
    }

    /** A file of the user's. */
    record InFile(Path file) implements FragmentName {
        @Override
        public <T> T either(Function<String, T> builtIn, Function<Path, T> inFile) {
            return inFile.apply(file);
        }
    }
}
