package dev.gristmill.cli;

import dev.gristmill.kconfig.ConfigurationChanges;
import dev.gristmill.kconfig.Difference;
import dev.gristmill.kconfig.Option;
import dev.gristmill.kconfig.Origin;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Vmm;
import dev.gristmill.plan.PlannedKernel;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Parts of the documents that the commands about configurations print. */
final class ConfigJson {
    private ConfigJson() {}

    /** Properties of the object at hand that say which kernel it is about. */
    static void writeKernel(JsonGenerator json, PlannedKernel kernel, String release) {
        json.writeStringProperty("release", release);
        json.writeStringProperty("profile", kernel.profile().name());
        json.writeStringProperty("architecture", kernel.architecture().id());
        json.writeArrayPropertyStart("vmms");
        kernel.profile().vmms().stream().map(Vmm::id).forEach(json::writeString);
        json.writeEndArray();
    }

    /** Properties of the object at hand that say where an option's value comes from. */
    static void writeOrigin(JsonGenerator json, Origin origin) {
        switch (origin) {
            case Origin.Asked(var requirement) -> {
                json.writeStringProperty("origin", "fragment");
                json.writeStringProperty("place", requirement.location().toString());
                json.writeStringProperty("reason", requirement.reason());
            }
            case Origin.Said(var file) -> {
                json.writeStringProperty("origin", "configuration");
                json.writeStringProperty("place", file.toString());
            }
            case Origin.Selected(var by) -> {
                json.writeStringProperty("origin", "selected");
                json.writeArrayPropertyStart("by");
                by.stream().map(Option::toString).forEach(json::writeString);
                json.writeEndArray();
            }
            case Origin.Default _ -> json.writeStringProperty("origin", "default");
            case Origin.Hindered _ -> json.writeStringProperty("origin", "hindered");
            case Origin.Unknown _ -> json.writeStringProperty("origin", "unknown");
        }
    }

    /** A property of the object at hand: the labelled facts in their order. */
    static void writeFacts(JsonGenerator json, List<Problem.Fact> facts) {
        json.writeArrayPropertyStart("facts");
        for (var fact : facts) {
            json.writeStartObject();
            json.writeStringProperty("label", fact.label());
            json.writeStringProperty("value", fact.value());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** An object with a list for each kind of difference. */
    static void writeChanges(JsonGenerator json, String name, ConfigurationChanges changes) {
        json.writeObjectPropertyStart(name);
        for (var kind : Difference.Kind.values()) {
            json.writeArrayPropertyStart(kind.word());
            for (var difference : changes.of(kind)) {
                json.writeStartObject();
                json.writeStringProperty("option", difference.option().toString());
                difference.before().ifPresent(value -> json.writeStringProperty("before", value.toString()));
                difference.after().ifPresent(value -> json.writeStringProperty("after", value.toString()));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
