package dev.gristmill.provenance;

import dev.gristmill.kernel.CompiledSource;
import dev.gristmill.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;

/**
 * A bill of materials in CycloneDX 1.6: the image, and in it the kernel with its pedigree and every file of the source that
 * was compiled.
 *
 * @see <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX 1.6</a>
 */
public final class CycloneDx {
    public static final String PREDICATE_TYPE = "https://cyclonedx.org/bom";

    private static final String OURS = "gristmill:";

    private final KernelImage image;
    private final JsonGenerator json;

    private CycloneDx(KernelImage image, JsonGenerator json) {
        this.image = image;
        this.json = json;
    }

    /** Writes the document where the generator stands. */
    public static void write(KernelImage image, JsonGenerator json) throws IOException {
        new CycloneDx(image, json).write();
    }

    private void write() throws IOException {
        json.writeStartObject();
        json.writeStringProperty("bomFormat", "CycloneDX");
        json.writeStringProperty("specVersion", "1.6");
        json.writeStringProperty("serialNumber", "urn:uuid:" + serial());
        json.writeNumberProperty("version", 1);
        json.writeObjectPropertyStart("metadata");
        json.writeStringProperty("timestamp", image.build().date().toString());
        json.writeObjectPropertyStart("tools");
        json.writeArrayPropertyStart("components");
        begin("application", "gristmill", "gristmill", "");
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeName("component");
        begin("container", "image", image.name(), image.release());
        json.writeStringProperty("purl", image.purl());
        hashes(Optional.of(image.digest()));
        json.writeEndObject();
        json.writeEndObject();
        json.writeArrayPropertyStart("components");
        writeKernel();
        writeToolchain();
        json.writeEndArray();
        writeDependencies();
        writeCompleteness();
        json.writeEndObject();
    }

    /** The same for the same image. */
    private UUID serial() {
        return UUID.nameUUIDFromBytes((image.name() + "@" + image.digest()).getBytes(StandardCharsets.UTF_8));
    }

    private void writeKernel() throws IOException {
        begin("operating-system", "kernel", "linux_kernel", image.release());
        json.writeStringProperty("cpe", image.cpe());
        json.writeStringProperty("purl", image.kernelPurl());
        hashes(Documents.bootFile(image));
        license(Documents.KERNEL_LICENSE);
        writePedigree();
        writeProperties();
        if (image.sources().isPresent()) {
            json.writeArrayPropertyStart("components");
            try (var files = image.sources().get().stream()) {
                for (var file : (Iterable<CompiledSource>) files::iterator) {
                    write(file);
                }
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void writePedigree() {
        json.writeObjectPropertyStart("pedigree");
        json.writeArrayPropertyStart("ancestors");
        begin("file", "source", "linux", image.release());
        json.writeStringProperty("description", image.build().origin());
        hashes(Optional.of(image.build().source()));
        json.writeEndObject();
        json.writeEndArray();
        var patches = image.build().patches();
        if (!patches.isEmpty()) {
            json.writeArrayPropertyStart("patches");
            for (var patch : patches) {
                json.writeStartObject();
                json.writeStringProperty("type", "unofficial");
                json.writeObjectPropertyStart("diff");
                json.writeObjectPropertyStart("text");
                json.writeStringProperty("content", patch.toString());
                json.writeEndObject();
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void writeProperties() {
        json.writeArrayPropertyStart("properties");
        property("build-key", image.build().buildKey().toString());
        property("configuration", image.build().config().toString());
        property("toolchain", image.build().toolchain().toString());
        image.says("profile").ifPresent(profile -> property("profile", profile));
        if (image.sources().isEmpty()) {
            property("sources", Documents.NO_SOURCES);
        }
        json.writeEndArray();
    }

    private void property(String name, String value) {
        json.writeStartObject();
        json.writeStringProperty("name", OURS + name);
        json.writeStringProperty("value", value);
        json.writeEndObject();
    }

    private void write(CompiledSource file) {
        json.writeStartObject();
        json.writeStringProperty("type", "file");
        json.writeStringProperty("name", file.path());
        json.writeArrayPropertyStart("hashes");
        hash(file.sha256());
        json.writeEndArray();
        file.license().flatMap(Licenses::known).ifPresent(this::license);
        json.writeEndObject();
    }

    private void writeToolchain() {
        begin("application", "toolchain", "toolchain", image.build().toolchainDescription());
        json.writeStringProperty("description", Documents.toolchain(image));
        json.writeStringProperty("scope", "excluded");
        json.writeEndObject();
    }

    private void writeDependencies() {
        json.writeArrayPropertyStart("dependencies");
        json.writeStartObject();
        json.writeStringProperty("ref", "image");
        json.writeArrayPropertyStart("dependsOn");
        json.writeString("kernel");
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private void writeCompleteness() {
        json.writeArrayPropertyStart("compositions");
        json.writeStartObject();
        json.writeStringProperty("aggregate", image.sources().isPresent() ? "complete" : "incomplete");
        json.writeArrayPropertyStart("assemblies");
        json.writeString("kernel");
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private void begin(String type, String reference, String name, String version) {
        json.writeStartObject();
        json.writeStringProperty("type", type);
        json.writeStringProperty("bom-ref", reference);
        json.writeStringProperty("name", name);
        if (!version.isEmpty()) {
            json.writeStringProperty("version", version);
        }
    }

    private void hashes(Optional<Digest> digest) {
        digest.ifPresent(d -> {
            json.writeArrayPropertyStart("hashes");
            hash(d);
            json.writeEndArray();
        });
    }

    private void hash(Digest digest) {
        json.writeStartObject();
        json.writeStringProperty("alg", "SHA-256");
        json.writeStringProperty("content", digest.hex());
        json.writeEndObject();
    }

    private void license(String expression) {
        json.writeArrayPropertyStart("licenses");
        json.writeStartObject();
        json.writeStringProperty("expression", expression);
        json.writeEndObject();
        json.writeEndArray();
    }
}
