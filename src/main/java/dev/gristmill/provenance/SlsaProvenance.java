package dev.gristmill.provenance;

import dev.gristmill.model.Digest;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/**
 * How an image came to be, as SLSA 1.0 says it; {@code docs/provenance.md} documents the build types.
 *
 * @see <a href="https://slsa.dev/spec/v1.0/provenance">provenance</a>
 */
public final class SlsaProvenance {
    public static final String PREDICATE_TYPE = "https://slsa.dev/provenance/v1";
    public static final String OF_KERNEL = "https://gristmill.dev/provenance/kernel/v1";
    public static final String OF_INDEX = "https://gristmill.dev/provenance/index/v1";

    /** A person or a script that ran the command; SLSA promises nothing of such a builder. */
    public static final String BUILDER = "https://gristmill.dev/builder/command-line/v1";

    private SlsaProvenance() {}

    /** Writes the predicate of an image of a kernel where the generator stands. */
    public static void write(KernelImage image, JsonGenerator json) {
        var build = image.build();
        json.writeStartObject();
        json.writeObjectPropertyStart("buildDefinition");
        json.writeStringProperty("buildType", OF_KERNEL);
        json.writeObjectPropertyStart("externalParameters");
        json.writeStringProperty("release", image.release());
        json.writeStringProperty("architecture", build.architecture().id());
        image.says("profile").ifPresent(profile -> json.writeStringProperty("profile", profile));
        image.says("vmm").ifPresent(vmm -> json.writeStringProperty("vmm", vmm));
        json.writeEndObject();
        json.writeObjectPropertyStart("internalParameters");
        json.writeStringProperty("buildKey", build.buildKey().toString());
        json.writeNumberProperty("encoding", build.encoding());
        json.writeNumberProperty("recipe", build.recipe());
        json.writeObjectPropertyStart("environment");
        build.environment().forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeEndObject();
        json.writeArrayPropertyStart("resolvedDependencies");
        dependency(json, "source", build.source(), image.kernelPurl(), Map.of("origin", build.origin()));
        build.patches().forEach(patch -> dependency(json, "patch", patch, "", Map.of()));
        dependency(json, "configuration", build.config(), "", Map.of());
        dependency(json, "toolchain", build.toolchain(), "", Map.of("description", build.toolchainDescription()));
        json.writeEndArray();
        json.writeEndObject();
        writeRun(json, build.buildKey().toString());
        json.writeEndObject();
    }

    /**
     * Writes the predicate of an index.
     *
     * @param images digests by architecture
     */
    public static void writeIndex(String name, SortedMap<String, Digest> images, JsonGenerator json) {
        json.writeStartObject();
        json.writeObjectPropertyStart("buildDefinition");
        json.writeStringProperty("buildType", OF_INDEX);
        json.writeObjectPropertyStart("externalParameters");
        json.writeStringProperty("name", name);
        json.writeEndObject();
        json.writeArrayPropertyStart("resolvedDependencies");
        images.forEach((architecture, digest) -> dependency(json, "image", digest, "", Map.of("arch", architecture)));
        json.writeEndArray();
        json.writeEndObject();
        writeRun(json, "");
        json.writeEndObject();
    }

    private static void dependency(
            JsonGenerator json, String name, Digest digest, String uri, Map<String, String> annotations) {
        json.writeStartObject();
        json.writeStringProperty("name", name);
        if (!uri.isEmpty()) {
            json.writeStringProperty("uri", uri);
        }
        json.writeObjectPropertyStart("digest");
        json.writeStringProperty("sha256", digest.hex());
        json.writeEndObject();
        if (!annotations.isEmpty()) {
            json.writeObjectPropertyStart("annotations");
            new TreeMap<>(annotations).forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeRun(JsonGenerator json, String invocation) {
        json.writeObjectPropertyStart("runDetails");
        json.writeObjectPropertyStart("builder");
        json.writeStringProperty("id", BUILDER);
        json.writeEndObject();
        if (!invocation.isEmpty()) {
            json.writeObjectPropertyStart("metadata");
            json.writeStringProperty("invocationId", invocation);
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
