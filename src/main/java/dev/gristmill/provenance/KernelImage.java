package dev.gristmill.provenance;

import dev.gristmill.kernel.BuildRecord;
import dev.gristmill.kernel.CompiledSources;
import dev.gristmill.model.Digest;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An image of a kernel with all that is known of how the kernel was built.
 *
 * @param name of its repository, without host and path
 * @param digest of its manifest
 * @param annotations of its manifest
 * @param sources the files that were compiled; nothing for a kernel of a time when they were not noted
 */
public record KernelImage(
        String name,
        Digest digest,
        SortedMap<String, String> annotations,
        BuildRecord build,
        Optional<CompiledSources> sources) {
    static final String OURS = "dev.gristmill.kernel.";

    public KernelImage {
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    /** One of the annotations behind {@code dev.gristmill.kernel.}. */
    Optional<String> says(String key) {
        return Optional.ofNullable(annotations.get(OURS + key));
    }

    String release() {
        return build.release().toString();
    }

    /** For the image itself. */
    String purl() {
        return "pkg:oci/" + name + "@sha256%3A" + digest.hex() + "?arch="
                + build.architecture().ociName();
    }

    /** For the kernel in it, whatever the image. */
    String kernelPurl() {
        return "pkg:generic/linux@" + release() + "?checksum=sha256:"
                + build.source().hex();
    }

    /** As the National Vulnerability Database names it. */
    String cpe() {
        var candidate = build.release().candidate();
        var version =
                candidate.isPresent() ? build.release().series() + ":rc" + candidate.getAsInt() : release() + ":*";
        return "cpe:2.3:o:linux:linux_kernel:" + version + ":*:*:*:*:*:*";
    }
}
