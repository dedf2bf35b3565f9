package dev.gristmill.image;

import dev.gristmill.model.Architecture;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An image of a kernel for one architecture, with what it says of itself: in annotations, or else in labels. Images that
 * others made are read too, and may say nothing.
 *
 * @param layer its only one
 * @param said whatever it says
 */
public record SaidKernel(
        Architecture architecture, Descriptor manifest, Descriptor layer, SortedMap<String, String> said) {
    private static final long LARGEST_CONFIG = 4L << 20;
    private static final int MOST_MANIFESTS = 100;

    public SaidKernel {
        said = Collections.unmodifiableSortedMap(new TreeMap<>(said));
    }

    /** What it says under one of the keys behind {@code dev.gristmill.kernel.}. */
    public Optional<String> says(String key) {
        return Optional.ofNullable(said.get(Metadata.OURS + key));
    }

    /**
     * The images under that root, an index or a manifest, for architectures that there are kernels for.
     *
     * @throws StepException if it is no image, or one of several layers
     */
    public static List<SaidKernel> in(ImageSource source, Descriptor root) throws InterruptedException {
        try {
            var json = JsonObject.parse(source.document(root));
            var found = new ArrayList<SaidKernel>();
            if (json.has("manifests")) {
                var entries = json.objects("manifests");
                if (entries.size() > MOST_MANIFESTS) {
                    throw new IOException("an index of " + entries.size() + " manifests");
                }
                for (var entry : entries) {
                    var manifest = Descriptor.from(entry);
                    read(source, manifest, JsonObject.parse(source.document(manifest)))
                            .ifPresent(found::add);
                }
            } else {
                read(source, root, json).ifPresent(found::add);
            }
            if (found.isEmpty()) {
                throw new IOException("no image for x86_64 or arm64");
            }
            return found;
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("this is no image of a kernel")
                            .where(root.digest())
                            .expected("an image of one layer, or an index of such images")
                            .found(String.valueOf(e.getMessage())),
                    e);
        }
    }

    /** Nothing for what stands in an index without being for a machine, such as attestations. */
    private static Optional<SaidKernel> read(ImageSource source, Descriptor manifest, JsonObject json)
            throws IOException {
        var config = config(source, Descriptor.from(json.object("config")));
        var name = config.has("architecture") ? config.string("architecture") : "none";
        var architecture = ofOciName(name);
        if (architecture.isEmpty()) {
            return Optional.empty();
        }
        var layers = json.objects("layers");
        if (layers.size() != 1) {
            throw new MalformedJsonException("layers", "one", layers.size());
        }
        var said = new TreeMap<String, String>();
        if (config.has("config")) {
            said.putAll(config.object("config").texts("Labels"));
        }
        said.putAll(json.texts("annotations"));
        return Optional.of(new SaidKernel(architecture.get(), manifest, Descriptor.from(layers.getFirst()), said));
    }

    private static JsonObject config(ImageSource source, Descriptor config) throws IOException {
        if (config.size() > LARGEST_CONFIG) {
            throw new IOException("a config of " + config.size() + " bytes");
        }
        try (var in = source.open(config)) {
            return JsonObject.parse(in.readAllBytes());
        }
    }

    private static Optional<Architecture> ofOciName(String name) {
        for (var architecture : Architecture.values()) {
            if (architecture.ociName().equals(name)) {
                return Optional.of(architecture);
            }
        }
        return Optional.empty();
    }
}
