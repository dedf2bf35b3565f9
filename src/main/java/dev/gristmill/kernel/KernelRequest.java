package dev.gristmill.kernel;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.source.SourceTree;
import dev.gristmill.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A kernel that is wanted.
 *
 * @param config the resolved {@code .config}: one that {@code make olddefconfig} would leave as it is
 * @param profile the name of the profile, for people and for remembered durations; decides no byte
 * @param inputs what the build key is made of
 */
public record KernelRequest(SourceTree source, Path config, Toolchain toolchain, String profile, BuildKey inputs) {

    /**
     * Reads the configuration to learn the build key.
     *
     * @throws StepException if it cannot be read
     */
    public static KernelRequest of(SourceTree source, Path config, Toolchain toolchain, String profile) {
        try {
            var inputs = new BuildKey(
                    source.identity(),
                    List.of(),
                    Digest.of(config),
                    toolchain.identity(),
                    toolchain.target(),
                    source.date());
            return new KernelRequest(source, config, toolchain, profile, inputs);
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the resolved configuration cannot be read")
                            .where(config)
                            .found(e),
                    e);
        }
    }

    public Digest key() {
        return inputs.digest();
    }

    public Architecture architecture() {
        return toolchain.target();
    }

    /** {@code 5.10.262-tiny arm64}. */
    public String subject() {
        return source.release() + "-" + profile + " " + architecture();
    }
}
