package dev.gristmill.kconfig;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A whole {@code .config} that somebody wrote for some release, to be brought up to date for another.
 *
 * @param file as people know it
 * @param content what it says
 */
public record FullConfiguration(Path file, DotConfig content) implements ConfigurationRequest {
    private static final Option X86_64 = new Option("X86_64");
    private static final Option ARM64 = new Option("ARM64");

    /**
     * @throws InvalidInputException if it cannot be read, is empty or has mistakes
     */
    public static FullConfiguration read(Path file) {
        return new FullConfiguration(file, DotConfig.read(file));
    }

    @Override
    public Digest digest() {
        return content.digest();
    }

    @Override
    public Base base() {
        return Base.OLDDEFCONFIG;
    }

    @Override
    public boolean wants(Option option) {
        return content.tristate(option) == Tristate.YES;
    }

    /**
     * Whether it was written for that architecture: for another one, the tree's tools would drop half of it without a
     * word.
     *
     * @throws InvalidInputException if it was not
     */
    public void requireFor(Architecture architecture) {
        var written = content.tristate(X86_64) == Tristate.YES
                ? Optional.of(Architecture.X86_64)
                : content.tristate(ARM64) == Tristate.YES
                        ? Optional.of(Architecture.ARM64)
                        : Optional.<Architecture>empty();
        if (written.isPresent() && written.get() != architecture) {
            throw new InvalidInputException(Problem.of("the configuration is not for the architecture in its name")
                    .where(file)
                    .expected(architecture)
                    .found(written.get() + ", by the option that is on in it")
                    .remedy("name the file after the architecture it was made for"));
        }
    }
}
