package dev.gristmill.cli;

import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** The one document that {@code --json} prints. */
final class Json {
    // Standard output is not ours to close.
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private Json() {}

    /** Prints an object; the writer fills in its properties. */
    static void print(Consumer<JsonGenerator> properties) {
        try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), System.out)) {
            json.writeStartObject();
            properties.accept(json);
            json.writeEndObject();
            json.flush();
        }
        System.out.println();
    }
}
