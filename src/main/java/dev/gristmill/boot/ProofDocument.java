package dev.gristmill.boot;

import java.io.StringWriter;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A proof as JSON: one object, the same in the store and on the command line. */
public final class ProofDocument {
    private ProofDocument() {}

    static String of(Proof proof) {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            write(json, proof);
        }
        return text + "\n";
    }

    /** Writes the object where the generator stands. */
    public static void write(JsonGenerator json, Proof proof) {
        var candidate = proof.candidate();
        json.writeStartObject();
        json.writeStringProperty("kernel", candidate.name());
        json.writeStringProperty("release", candidate.kernelRelease());
        json.writeStringProperty("architecture", candidate.architecture().id());
        json.writeStringProperty("sha256", candidate.bootFile().hex());
        json.writeStringProperty("vmm", proof.machine().vmm().id());
        json.writeStringProperty("machine", proof.machine().description());
        json.writeStringProperty("acceleration", proof.acceleration().name().toLowerCase(Locale.ROOT));
        json.writeBooleanProperty("passed", proof.passed());
        proof.toInit().ifPresent(time -> json.writeNumberProperty("toInitMillis", time.toMillis()));
        proof.uptimeMicros().ifPresent(micros -> json.writeNumberProperty("uptimeMicros", micros));
        proof.medianToInit().ifPresent(time -> json.writeNumberProperty("medianToInitMillis", time.toMillis()));
        proof.instructionsToInit().ifPresent(count -> json.writeNumberProperty("instructionsToInit", count));
        proof.memoryTotalKib().ifPresent(kib -> json.writeNumberProperty("memoryTotalKib", kib));
        proof.memoryAvailableKib().ifPresent(kib -> json.writeNumberProperty("memoryAvailableKib", kib));
        writeChecks(json, proof);
        proof.failure().ifPresent(problem -> {
            json.writeStringProperty("failure", problem.what());
            json.writeObjectPropertyStart("facts");
            problem.facts().forEach(fact -> json.writeStringProperty(fact.label(), fact.value()));
            json.writeEndObject();
        });
        json.writeStringProperty("log", proof.log().toString());
        json.writeEndObject();
    }

    private static void writeChecks(JsonGenerator json, Proof proof) {
        json.writeArrayPropertyStart("checks");
        for (var result : proof.results()) {
            json.writeStartObject();
            json.writeStringProperty("name", result.check().id());
            json.writeStringProperty("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("detail", result.detail());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
