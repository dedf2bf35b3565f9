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
 */
record ImageFacts(SortedMap<String, String> annotations, JsonObject config, Descriptor layer) {
    private static final String OURS = "dev.gristmill.kernel.";

    /** @throws MalformedJsonException if it is none of ours: it has one layer */
    static ImageFacts of(JsonObject manifest, byte[] config) throws MalformedJsonException {
        var layers = manifest.objects("layers");
        if (layers.size() != 1) {
            throw new MalformedJsonException("layers", "one", layers.size());
        }
        return new ImageFacts(
                manifest.texts("annotations"), JsonObject.parse(config), Descriptor.from(layers.getFirst()));
    }

    Optional<String> says(String key) {
        return Optional.ofNullable(annotations.get(OURS + key));
    }

    String release() {
        return says("release").orElse("");
    }

    Optional<Architecture> architecture() {
        return says("arch").flatMap(Architecture::named);
    }

    /** The labels that {@code skopeo inspect} shows. */
    SortedMap<String, String> labels() throws MalformedJsonException {
        return config.object("config").texts("Labels");
    }
}
