package dev.gristmill.kernel;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Release;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * What a kernel was built from: what its build key is made of, and what people call it.
 *
 * @param source the identity of the source, a digest of its archive or of its tree
 * @param origin where the source came from; no host, no path of the machine
 * @param patches in the order of application
 * @param toolchain the identity of the toolchain
 * @param toolchainDescription {@code gcc 12.2.0, binutils 2.40}
 * @param environment the variables that decide bytes
 */
public record BuildRecord(
        Digest buildKey,
        int encoding,
        int recipe,
        Architecture architecture,
        Release release,
        Instant date,
        Digest source,
        String origin,
        List<Digest> patches,
        Digest config,
        Digest toolchain,
        String toolchainDescription,
        SortedMap<String, String> environment) {

    static BuildRecord of(KernelRequest request) {
        var inputs = request.inputs();
        return new BuildRecord(
                request.key(),
                BuildKey.ENCODING,
                BuildKey.RECIPE,
                inputs.architecture(),
                request.source().release(),
                inputs.date(),
                inputs.source(),
                request.source().origin(),
                inputs.patches(),
                inputs.config(),
                inputs.toolchain(),
                request.toolchain().description(),
                FixedEnvironment.of(inputs.date()));
    }
}
