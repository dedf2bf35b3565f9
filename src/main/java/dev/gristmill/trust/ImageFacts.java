package dev.gristmill.trust;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.Architecture;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What an image for one architecture says of itself.
 *
 * @param annotations of its manifest
 * @param config its configuration
 * @param architecture of the machines that it is for; a builder says that in its configuration alone
 */
record ImageFacts(
        SortedMap<String, String> annotations,
        JsonObject config,
        Descriptor layer,
        Optional<Architecture> architecture) {
    private static final String OURS = "dev.gristmill.kernel.";
    private static final String BUILDER = "dev.gristmill.builder.suite";

    /** @throws MalformedJsonException if it is none of ours: it has one layer */
    static ImageFacts of(JsonObject manifest, byte[] config) throws MalformedJsonException {
        var layers = manifest.objects("layers");
        if (layers.size() != 1) {
            throw new MalformedJsonException("layers", "one", layers.size());
        }
        var annotations = manifest.texts("annotations");
        var parsed = JsonObject.parse(config);
        var named = annotations.containsKey(BUILDER)
                ? parsed.string("architecture")
                : annotations.getOrDefault(OURS + "arch", "");
        return new ImageFacts(annotations, parsed, Descriptor.from(layers.getFirst()), Architecture.named(named));
    }

    Optional<String> says(String key) {
        return Optional.ofNullable(annotations.get(OURS + key));
    }

    String release() {
        return says("release").orElse("");
    }

    /** Whether it holds a toolchain, and no kernel. */
    boolean isBuilder() {
        return annotations.containsKey(BUILDER);
    }

    /** The labels that {@code skopeo inspect} shows. */
    SortedMap<String, String> labels() throws MalformedJsonException {
        return config.object("config").texts("Labels");
    }
}
