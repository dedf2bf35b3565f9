package dev.gristmill.trust;

import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.Digest;
import dev.gristmill.provenance.CycloneDx;
import dev.gristmill.provenance.Spdx;
import dev.gristmill.signature.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Whether a bill of materials is that of an image. */
final class SbomCheck {
    /** Its kind, the image, the kernel's release and boot file. */
    private static final int FACTS = 4;

    private final Digest image;
    private final String release;
    private final String bootFile;
    private final List<String> problems = new ArrayList<>();
    private int found;

    private SbomCheck(Digest image, SortedMap<String, String> annotations) {
        this.image = image;
        this.release = annotations.getOrDefault("dev.gristmill.kernel.release", "");
        this.bootFile = annotations.getOrDefault(StoredEvidence.BOOT_FILE, "");
    }

    /** What speaks against it. */
    static List<String> of(Statement sbom, Digest image, SortedMap<String, String> annotations) {
        var check = new SbomCheck(image, annotations);
        try {
            switch (sbom.predicateType()) {
                case Spdx.PREDICATE_TYPE -> check.spdx(sbom.predicate());
                case CycloneDx.PREDICATE_TYPE -> check.cycloneDx(sbom.predicate());
                default -> throw new IllegalArgumentException(sbom.predicateType());
            }
        } catch (MalformedJsonException e) {
            check.problems.add("malformed, " + e.getMessage());
        }
        return check.problems;
    }

    private void spdx(JsonObject document) throws MalformedJsonException {
        require("kind", "SPDX-2.3", document.string("spdxVersion"));
        for (var part : document.objects("packages")) {
            switch (part.string("SPDXID")) {
                case "SPDXRef-Image" -> require("image", image.hex(), hash(part, "checksums", "checksumValue"));
                case "SPDXRef-Kernel" -> {
                    require("kernel", release, part.string("versionInfo"));
                    require("boot file", bootFile, hash(part, "checksums", "checksumValue"));
                }
                default -> {}
            }
        }
        if (found < FACTS) {
            problems.add("it does not name the image and its kernel");
        }
    }

    private void cycloneDx(JsonObject document) throws MalformedJsonException {
        require("kind", "CycloneDX", document.string("bomFormat"));
        require("image", image.hex(), hash(document.object("metadata").object("component"), "hashes", "content"));
        for (var part : document.objects("components")) {
            if (part.string("name").equals("linux_kernel")) {
                require("kernel", release, part.string("version"));
                require("boot file", bootFile, hash(part, "hashes", "content"));
            }
        }
        if (found < FACTS) {
            problems.add("it does not name the image and its kernel");
        }
    }

    private void require(String what, String wanted, String said) {
        found++;
        if (!wanted.equals(said)) {
            problems.add(what + ": expected " + wanted + ", found " + said);
        }
    }

    private static String hash(JsonObject part, String list, String field) throws MalformedJsonException {
        var hashes = part.objects(list);
        return hashes.isEmpty() ? "" : hashes.getFirst().string(field);
    }
}
