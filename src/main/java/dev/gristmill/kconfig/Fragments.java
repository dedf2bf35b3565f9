package dev.gristmill.kconfig;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Nearest;
import dev.gristmill.model.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Loads fragments: those that come with Gristmill, and files of the user's. */
public final class Fragments {
    private Fragments() {}

    /**
     * A fragment that comes with Gristmill.
     *
     * @throws InvalidInputException if there is none of that name
     */
    public static Fragment builtIn(String name) {
        try (var in = BuiltIns.open(name)) {
            if (in == null) {
                throw unknown(name);
            }
            var shown = "built-in/" + name + BuiltIns.SUFFIX;
            var requirements = new ArrayList<Requirement>();
            OptionFile.read(in, shown, Dialect.FRAGMENT, into(requirements));
            return new Fragment(shown, requirements);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A fragment, or a plain {@code .config}, of the user's.
     *
     * @throws InvalidInputException if it cannot be read, is empty or has mistakes; all of them are told
     */
    public static Fragment inFile(Path file) {
        var requirements = new ArrayList<Requirement>();
        OptionFile.read(file, Dialect.FRAGMENT, into(requirements));
        return new Fragment(file.toString(), requirements);
    }

    /** The one file that holds all fragments that come with Gristmill, if there is one. */
    public static Optional<Path> builtInArchive() {
        return BuiltIns.jar();
    }

    /** The names of those that come with Gristmill, sorted. */
    public static List<String> builtInNames() {
        return BuiltIns.names();
    }

    private static Consumer<OptionLine> into(List<Requirement> requirements) {
        return line -> requirements.add(Requirement.of(line));
    }

    private static InvalidInputException unknown(String name) {
        var names = BuiltIns.names();
        var problem = Problem.of("there is no built-in fragment '" + name + "'")
                .expected("one of " + String.join(", ", names));
        return new InvalidInputException(Nearest.to(name, names)
                .map(near -> problem.remedy("did you mean '" + near + "'?"))
                .orElse(problem.remedy("a file of your own is named with its path")));
    }
}
