package dev.gristmill.cli;

import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.model.Architecture;
import dev.gristmill.plan.OfferedImages;
import dev.gristmill.ui.Streams;
import dev.gristmill.ui.Table;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.core.JsonGenerator;

/** Shows what the catalogue offers to those who take its images. */
final class ListCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final SelectionOptions selection = new SelectionOptions();

    ListCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        var spec =
                Commands.spec("list", "Lists the catalogue's kernels and their images, without asking anybody.", this);
        selection.addTo(spec);
        return spec;
    }

    @Override
    public Integer call() {
        var offered = OfferedImages.of(CatalogueReader.read(global.catalogue()), selection.selection());
        if (global.json()) {
            Json.print(json -> write(json, offered));
        } else {
            show(offered);
        }
        return 0;
    }

    private static void show(List<OfferedImages> offered) {
        var table = new Table().row("KERNEL", "RELEASE", "PROFILE", "ARCHITECTURES", "TAG", "IMAGES");
        for (var one : offered) {
            table.row(
                    one.version().toString(),
                    one.release().map(Object::toString).orElse("not pinned"),
                    one.profile().name(),
                    one.architectures().stream().map(Architecture::id).collect(Collectors.joining(", ")),
                    one.tag(),
                    String.join(", ", one.images()));
        }
        var lines = table.lines();
        System.out.println(Streams.outputPalette(System.getenv()).strong(lines.getFirst()));
        lines.stream().skip(1).forEach(System.out::println);
    }

    private static void write(JsonGenerator json, List<OfferedImages> offered) {
        json.writeArrayPropertyStart("kernels");
        for (var one : offered) {
            json.writeStartObject();
            json.writeStringProperty("kernel", one.version().toString());
            one.release().ifPresent(release -> json.writeStringProperty("release", release.toString()));
            json.writeStringProperty("profile", one.profile().name());
            json.writeStringProperty("description", one.profile().description());
            strings(json, "vmms", one.vmms());
            strings(
                    json,
                    "architectures",
                    one.architectures().stream().map(Architecture::id).toList());
            json.writeStringProperty("tag", one.tag());
            strings(json, "images", one.images());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void strings(JsonGenerator json, String name, List<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
    }
}
