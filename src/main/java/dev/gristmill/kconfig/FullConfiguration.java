package dev.gristmill.kconfig;

import dev.gristmill.model.Digest;
import dev.gristmill.model.InvalidInputException;
import java.nio.file.Path;

/**
 * A whole {@code .config} that somebody wrote for some release, to be brought up to date for another.
 *
 * @param file as people know it
 * @param content what it says
 */
public record FullConfiguration(Path file, DotConfig content) implements ConfigurationRequest {
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
}
