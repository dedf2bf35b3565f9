package dev.gristmill.signature;

import dev.gristmill.model.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Something that is to be said of an image.
 *
 * @param predicateType what kind of thing
 * @param predicate writes it
 */
public record Claim(String predicateType, Predicate predicate) {
    /** That the image is signed, as cosign 3 says it, and nothing more. */
    public static final Claim SIGNED = new Claim(Statement.SIGNED, json -> {
        json.writeStartObject();
        json.writeEndObject();
    });

    /** A JSON object, written where the generator stands. */
    public interface Predicate {
        void write(JsonGenerator json) throws IOException;
    }

    /**
     * The in-toto statement that says it.
     *
     * @param name of the image, for people
     */
    public byte[] about(String name, Digest image) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("_type", Statement.TYPE);
            json.writeArrayPropertyStart("subject");
            json.writeStartObject();
            json.writeStringProperty("name", name);
            json.writeObjectPropertyStart("digest");
            json.writeStringProperty("sha256", image.hex());
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndArray();
            json.writeStringProperty("predicateType", predicateType);
            json.writeName("predicate");
            predicate.write(json);
            json.writeEndObject();
        }
        return out.toByteArray();
    }
}
