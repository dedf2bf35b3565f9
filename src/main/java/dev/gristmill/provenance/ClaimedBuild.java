package dev.gristmill.provenance;

import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.kernel.BuildRecord;
import dev.gristmill.model.Digest;
import java.util.ArrayList;
import java.util.List;

/**
 * What somebody says an image of a kernel was built from: enough to build it again.
 *
 * @param source the identity of the source, a digest of its archive or of its tree
 * @param origin where the source came from, for people
 * @param patches in the order of application
 * @param toolchain the identity of the toolchain
 * @param toolchainDescription {@code gcc 12.2.0, binutils 2.40}, for people
 */
public record ClaimedBuild(
        Digest source,
        String origin,
        List<Digest> patches,
        Digest config,
        Digest toolchain,
        String toolchainDescription,
        long recipe) {

    public ClaimedBuild {
        patches = List.copyOf(patches);
    }

    public static ClaimedBuild of(BuildRecord record) {
        return new ClaimedBuild(
                record.source(),
                record.origin(),
                record.patches(),
                record.config(),
                record.toolchain(),
                record.toolchainDescription(),
                record.recipe());
    }

    /** The inverse of {@link SlsaProvenance#write}. */
    public static ClaimedBuild parse(JsonObject predicate) throws MalformedJsonException {
        var definition = predicate.object("buildDefinition");
        if (!definition.string("buildType").equals(SlsaProvenance.OF_KERNEL)) {
            throw new MalformedJsonException("buildType", SlsaProvenance.OF_KERNEL, definition.string("buildType"));
        }
        var patches = new ArrayList<Digest>();
        for (var dependency : definition.objects("resolvedDependencies")) {
            if (dependency.string("name").equals("patch")) {
                patches.add(digest(dependency));
            }
        }
        var source = only(definition, "source");
        var toolchain = only(definition, "toolchain");
        return new ClaimedBuild(
                digest(source),
                source.texts("annotations").getOrDefault("origin", ""),
                patches,
                digest(only(definition, "configuration")),
                digest(toolchain),
                toolchain.texts("annotations").getOrDefault("description", ""),
                definition.object("internalParameters").number("recipe"));
    }

    private static JsonObject only(JsonObject definition, String name) throws MalformedJsonException {
        var found = new ArrayList<JsonObject>();
        for (var dependency : definition.objects("resolvedDependencies")) {
            if (dependency.string("name").equals(name)) {
                found.add(dependency);
            }
        }
        if (found.size() != 1) {
            throw new MalformedJsonException("resolvedDependencies", "one " + name, found.size());
        }
        return found.getFirst();
    }

    private static Digest digest(JsonObject dependency) throws MalformedJsonException {
        var hex = dependency.object("digest").string("sha256");
        try {
            return new Digest(hex);
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException("sha256", "64 hex digits", hex);
        }
    }
}
