package dev.gristmill.kernel;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.source.SourceTree;
import dev.gristmill.toolchain.Toolchain;
import java.nio.file.Path;

/**
 * A kernel that is wanted.
 *
 * @param source whose files are needed only where the kernel has to be compiled
 * @param config the resolved {@code .config}: one that {@code make olddefconfig} would leave as it is
 * @param profile the name of the profile, for people and for remembered durations; decides no byte
 * @param inputs what the build key is made of
 */
public record KernelRequest(SourceTree source, Path config, Toolchain toolchain, String profile, BuildKey inputs) {

    /** @param configDigest of the configuration's bytes */
    public static KernelRequest of(
            SourceTree source, Path config, Digest configDigest, Toolchain toolchain, String profile) {
        var inputs = new BuildKey(
                source.identity(),
                source.patches(),
                configDigest,
                toolchain.identity(),
                toolchain.target(),
                source.date());
        return new KernelRequest(source, config, toolchain, profile, inputs);
    }

    public Digest key() {
        return inputs.digest();
    }

    public Architecture architecture() {
        return toolchain.target();
    }

    /** As a cache knows it. */
    public BuildCache.Item item() {
        return new BuildCache.Item(BuildCache.Kind.KERNEL, key(), subject(), architecture());
    }

    /** {@code 5.10.262-tiny arm64}. */
    public String subject() {
        return source.release() + "-" + profile + " " + architecture();
    }
}
