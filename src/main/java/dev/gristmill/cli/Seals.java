package dev.gristmill.cli;

import dev.gristmill.trust.SealReport;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Tells what was hung on images. */
final class Seals {
    private Seals() {}

    static void show(SealReport report) {
        System.out.println(report.images().size() + " indexes and images signed: "
                + report.count(SealReport.State.ATTACHED) + " attachments made, "
                + report.count(SealReport.State.KEPT) + " there already");
    }

    static void write(JsonGenerator json, SealReport report) {
        json.writeArrayPropertyStart("attachments");
        for (var image : report.images()) {
            for (var result : image.results()) {
                json.writeStartObject();
                json.writeStringProperty("image", image.toString());
                json.writeStringProperty("name", result.name());
                json.writeStringProperty("form", result.form());
                json.writeStringProperty("state", result.state().name().toLowerCase(Locale.ROOT));
                json.writeStringProperty("reason", result.reason());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }
}
