package dev.gristmill.toolchain;

import dev.gristmill.process.Children;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Something that a machine must have.
 *
 * @param debianPackage the package that brings it on Debian and its relatives
 * @param purpose what it is for, a few words
 */
public record Requirement(Thing thing, String debianPackage, String purpose) {

    /** What is looked for; looking starts no process. */
    public sealed interface Thing {
        boolean isHere();

        /** As shown to people. */
        String name();
    }

    /** A program on the search path. */
    public record Program(String name) implements Thing {
        @Override
        public boolean isHere() {
            return Children.which(name).isPresent();
        }
    }

    /** A file such as a header, at any one of several places. */
    public record AnyFile(List<Path> places) implements Thing {
        public AnyFile {
            places = List.copyOf(places);
        }

        @Override
        public boolean isHere() {
            return places.stream().anyMatch(Files::exists);
        }

        @Override
        public String name() {
            return places.getFirst().toString();
        }
    }

    static Requirement program(String name, String debianPackage, String purpose) {
        return new Requirement(new Program(name), debianPackage, purpose);
    }

    static Requirement file(String place, String debianPackage, String purpose) {
        return new Requirement(new AnyFile(List.of(Path.of(place))), debianPackage, purpose);
    }

    public boolean isMet() {
        return thing.isHere();
    }
}
