package dev.gristmill.kernel;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;

/**
 * Everything that decides the bytes of a kernel.
 *
 * <p>The key itself is the SHA-256 over a sequence of fields, each written as its length in bytes in decimal, a colon,
 * and its UTF-8 bytes, so that no two sequences of fields look alike. The fields, in this order:
 *
 * <ol>
 *   <li>{@code gristmill-build-key} and {@link #ENCODING}
 *   <li>{@link #RECIPE}
 *   <li>the source's identity
 *   <li>the number of patches, then the digest of each in the order of application
 *   <li>the digest of the resolved configuration
 *   <li>the toolchain's identity
 *   <li>the architecture
 *   <li>the number of variables of the fixed environment, then the name and value of each, sorted by name
 * </ol>
 *
 * @param source what {@link dev.gristmill.source.SourceTree#identity} says
 * @param date the date of the source, which the kernel shows as the date of its build
 */
public record BuildKey(
        Digest source, List<Digest> patches, Digest config, Digest toolchain, Architecture architecture, Instant date) {
    /** Of this very encoding. */
    static final int ENCODING = 1;

    /** Of what {@link Compilation} does with all this; raised when the same inputs give other bytes. */
    static final int RECIPE = 2;

    public BuildKey {
        patches = List.copyOf(patches);
    }

    /** What is raised when the same inputs give other bytes. */
    public static int recipe() {
        return RECIPE;
    }

    public Digest digest() {
        var fields = new Fields();
        fields.add("gristmill-build-key").add(ENCODING).add(RECIPE).add(source.hex());
        fields.add(patches.size());
        patches.forEach(patch -> fields.add(patch.hex()));
        fields.add(config.hex()).add(toolchain.hex()).add(architecture.id());
        var environment = FixedEnvironment.of(date);
        fields.add(environment.size());
        environment.forEach((name, value) -> fields.add(name).add(value));
        return fields.digest();
    }

    /** A hash over fields that cannot run together. */
    static final class Fields {
        private final MessageDigest running = Digest.algorithm();

        Fields add(int number) {
            return add(Integer.toString(number));
        }

        Fields add(String text) {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            running.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            running.update(bytes);
            return this;
        }

        Digest digest() {
            return Digest.from(running);
        }
    }
}
