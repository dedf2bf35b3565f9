package dev.gristmill.provenance;

import dev.gristmill.kernel.CompiledSource;
import dev.gristmill.model.Digest;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * A bill of materials in SPDX 2.3: the image, the kernel in it, what it was built from and with, and every file of the source
 * that was compiled.
 *
 * @see <a href="https://spdx.github.io/spdx-spec/v2.3/">SPDX 2.3</a>
 */
public final class Spdx {
    public static final String PREDICATE_TYPE = "https://spdx.dev/Document";

    private static final String IMAGE = "SPDXRef-Image";
    private static final String KERNEL = "SPDXRef-Kernel";
    private static final String SOURCE = "SPDXRef-Source";
    private static final String CONFIGURATION = "SPDXRef-Configuration";
    private static final String TOOLCHAIN = "SPDXRef-Toolchain";
    private static final String NONE = "NOASSERTION";

    private final KernelImage image;
    private final JsonGenerator json;

    private Spdx(KernelImage image, JsonGenerator json) {
        this.image = image;
        this.json = json;
    }

    /** Writes the document where the generator stands. */
    public static void write(KernelImage image, JsonGenerator json) throws IOException {
        new Spdx(image, json).write();
    }

    private void write() throws IOException {
        json.writeStartObject();
        json.writeStringProperty("spdxVersion", "SPDX-2.3");
        json.writeStringProperty("dataLicense", "CC0-1.0");
        json.writeStringProperty("SPDXID", "SPDXRef-DOCUMENT");
        json.writeStringProperty("name", image.name() + "-" + image.release());
        json.writeStringProperty(
                "documentNamespace",
                "https://gristmill.dev/spdx/" + image.name() + "/"
                        + image.digest().hex());
        if (image.sources().isEmpty()) {
            json.writeStringProperty("comment", Documents.NO_SOURCES);
        }
        json.writeObjectPropertyStart("creationInfo");
        json.writeStringProperty("created", image.build().date().toString());
        json.writeArrayPropertyStart("creators");
        json.writeString("Tool: gristmill");
        json.writeEndArray();
        json.writeEndObject();
        writePackages();
        int files = writeFiles();
        writeRelationships(files);
        json.writeEndObject();
    }

    private void writePackages() {
        json.writeArrayPropertyStart("packages");
        begin(IMAGE, image.name(), image.release(), "CONTAINER", Optional.of(image.digest()));
        reference("PACKAGE-MANAGER", "purl", image.purl());
        end();
        begin(KERNEL, "linux_kernel", image.release(), "OPERATING_SYSTEM", Documents.bootFile(image));
        json.writeStringProperty("supplier", "Organization: kernel.org");
        reference("SECURITY", "cpe23Type", image.cpe(), "PACKAGE-MANAGER", "purl", image.kernelPurl());
        end();
        begin(
                SOURCE,
                "linux",
                image.release(),
                "SOURCE",
                Optional.of(image.build().source()));
        json.writeStringProperty("sourceInfo", image.build().origin());
        end();
        begin(
                CONFIGURATION,
                "configuration",
                image.release(),
                "FILE",
                Optional.of(image.build().config()));
        end();
        begin(TOOLCHAIN, "toolchain", image.build().toolchainDescription(), "APPLICATION", Optional.empty());
        json.writeStringProperty("comment", Documents.toolchain(image));
        end();
        for (int i = 0; i < image.build().patches().size(); i++) {
            begin(
                    patch(i),
                    "patch " + (i + 1),
                    image.release(),
                    "SOURCE",
                    Optional.of(image.build().patches().get(i)));
            end();
        }
        json.writeEndArray();
    }

    private void begin(String id, String name, String version, String purpose, Optional<Digest> digest) {
        json.writeStartObject();
        json.writeStringProperty("SPDXID", id);
        json.writeStringProperty("name", name);
        json.writeStringProperty("versionInfo", version);
        json.writeStringProperty("downloadLocation", NONE);
        json.writeBooleanProperty("filesAnalyzed", false);
        json.writeStringProperty("primaryPackagePurpose", purpose);
        boolean linux = id.equals(KERNEL) || id.equals(SOURCE);
        json.writeStringProperty("licenseConcluded", NONE);
        json.writeStringProperty("licenseDeclared", linux ? Documents.KERNEL_LICENSE : NONE);
        json.writeStringProperty("copyrightText", NONE);
        digest.ifPresent(d -> {
            json.writeArrayPropertyStart("checksums");
            checksum("SHA256", d.hex());
            json.writeEndArray();
        });
    }

    /** Category, type and locator of each. */
    private void reference(String... words) {
        json.writeArrayPropertyStart("externalRefs");
        for (int i = 0; i < words.length; i += 3) {
            json.writeStartObject();
            json.writeStringProperty("referenceCategory", words[i]);
            json.writeStringProperty("referenceType", words[i + 1]);
            json.writeStringProperty("referenceLocator", words[i + 2]);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void end() {
        json.writeEndObject();
    }

    private void checksum(String algorithm, String value) {
        json.writeStartObject();
        json.writeStringProperty("algorithm", algorithm);
        json.writeStringProperty("checksumValue", value);
        json.writeEndObject();
    }

    private int writeFiles() throws IOException {
        if (image.sources().isEmpty()) {
            return 0;
        }
        int count = 0;
        json.writeArrayPropertyStart("files");
        try (var files = image.sources().get().stream()) {
            for (var file : (Iterable<CompiledSource>) files::iterator) {
                write(file, file(count++));
            }
        }
        json.writeEndArray();
        return count;
    }

    private void write(CompiledSource file, String id) {
        json.writeStartObject();
        json.writeStringProperty("SPDXID", id);
        json.writeStringProperty("fileName", "./" + file.path());
        json.writeArrayPropertyStart("fileTypes");
        json.writeString("SOURCE");
        json.writeEndArray();
        json.writeArrayPropertyStart("checksums");
        checksum("SHA1", file.sha1());
        checksum("SHA256", file.sha256().hex());
        json.writeEndArray();
        json.writeStringProperty("licenseConcluded", NONE);
        json.writeArrayPropertyStart("licenseInfoInFiles");
        json.writeString(file.license().flatMap(Licenses::known).orElse(NONE));
        json.writeEndArray();
        json.writeStringProperty("copyrightText", NONE);
        if (!file.unit()) {
            json.writeStringProperty("comment", "read by what was compiled");
        }
        json.writeEndObject();
    }

    private void writeRelationships(int files) {
        json.writeArrayPropertyStart("relationships");
        relationship("SPDXRef-DOCUMENT", "DESCRIBES", IMAGE);
        relationship(IMAGE, "CONTAINS", KERNEL);
        relationship(KERNEL, "GENERATED_FROM", SOURCE);
        relationship(KERNEL, "GENERATED_FROM", CONFIGURATION);
        relationship(TOOLCHAIN, "BUILD_TOOL_OF", KERNEL);
        for (int i = 0; i < image.build().patches().size(); i++) {
            relationship(patch(i), "PATCH_FOR", SOURCE);
        }
        for (int i = 0; i < files; i++) {
            relationship(KERNEL, "GENERATED_FROM", file(i));
        }
        json.writeEndArray();
    }

    private void relationship(String from, String type, String to) {
        json.writeStartObject();
        json.writeStringProperty("spdxElementId", from);
        json.writeStringProperty("relationshipType", type);
        json.writeStringProperty("relatedSpdxElement", to);
        json.writeEndObject();
    }

    private static String file(int number) {
        return "SPDXRef-File-" + (number + 1);
    }

    private static String patch(int number) {
        return "SPDXRef-Patch-" + (number + 1);
    }
}
