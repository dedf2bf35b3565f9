package dev.gristmill.cli;

import dev.gristmill.image.Inspection;
import dev.gristmill.image.Inspection.InspectedFile;
import dev.gristmill.image.Inspection.InspectedImage;
import dev.gristmill.image.Inspector;
import dev.gristmill.registry.RemoteImage;
import dev.gristmill.ui.Amounts;
import dev.gristmill.ui.Streams;
import dev.gristmill.ui.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.core.JsonGenerator;

/** Shows what is in an image, and how it is used. */
final class InspectCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final ImageLookup images;
    private final PositionalParamSpec reference = Options.operands("REF", "1", ImageLookup.FORM);

    InspectCommand(GlobalOptions global) {
        this.global = global;
        this.images = new ImageLookup(global);
    }

    CommandSpec spec() {
        var spec = Commands.spec("inspect", "Shows what is in an image, and how it is used.", this);
        images.addTo(spec);
        return spec.addPositional(reference);
    }

    @Override
    public Integer call() throws InterruptedException {
        var text = reference.<List<String>>getValue().getFirst();
        var inspection = images.with(text, (store, root) -> new Inspector(store).inspect(root));
        var place = RemoteImage.namesHost(text)
                ? ""
                : images.address().map(address -> address + "/").orElse("$REGISTRY/");
        var usages = Usage.of(inspection, place + text);
        if (global.json()) {
            Json.print(json -> write(json, text, inspection, usages));
        } else {
            show(text, inspection, usages);
        }
        return 0;
    }

    private static void show(String text, Inspection inspection, List<Usage> usages) {
        var palette = Streams.outputPalette(System.getenv());
        System.out.println(palette.strong(text) + "  " + inspection.root().digest() + "\n");
        print(images(inspection));
        System.out.println();
        print(files(inspection));
        for (var usage : usages) {
            System.out.println("\n" + palette.strong(usage.title()));
            usage.text().lines().forEach(line -> System.out.println("  " + line));
        }
    }

    private static void print(Table table) {
        var palette = Streams.outputPalette(System.getenv());
        var lines = table.lines();
        System.out.println(palette.strong(lines.getFirst()));
        lines.stream().skip(1).forEach(System.out::println);
    }

    private static Table images(Inspection inspection) {
        var table = new Table().row("ARCHITECTURE", "RELEASE", "PROFILE", "VMMS", "FORMAT", "LAYER", "DIGEST");
        for (var image : inspection.images()) {
            table.row(
                    image.architecture().ociName(),
                    image.says("release").orElse("-"),
                    image.says("profile").orElse("-"),
                    image.says("vmm").orElse("-"),
                    image.says("format").orElse("-"),
                    Amounts.bytes(image.image().layer().size()) + " " + compression(image),
                    image.image().manifest().digest().toString());
        }
        return table;
    }

    private static String compression(InspectedImage image) {
        var type = image.image().layer().mediaType();
        return type.substring(type.lastIndexOf('+') + 1);
    }

    /** One row for each path, one column for each architecture. */
    private static Table files(Inspection inspection) {
        var header = new ArrayList<>(List.of("FILE"));
        var paths = new LinkedHashSet<String>();
        for (var image : inspection.images()) {
            header.add(image.architecture().ociName());
            image.files().forEach(file -> paths.add(file.path()));
        }
        var table = new Table().row(header.toArray(String[]::new));
        for (var path : paths) {
            table.row(row(path, inspection.images(), image -> file(path, image)));
        }
        if (inspection.images().stream().anyMatch(image -> image.modules() > 0)) {
            table.row(row(
                    "modules",
                    inspection.images(),
                    image -> image.modules() + " files, " + Amounts.bytes(image.moduleBytes()) + " with their index"));
        }
        return table;
    }

    private static String[] row(String title, List<InspectedImage> images, Function<InspectedImage, String> cell) {
        var cells = new ArrayList<>(List.of(title));
        images.forEach(image -> cells.add(cell.apply(image)));
        return cells.toArray(String[]::new);
    }

    private static String file(String path, InspectedImage image) {
        return image.files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .map(file -> file.target().map(target -> "-> " + target).orElse(Amounts.bytes(file.size())))
                .orElse("-");
    }

    private static void write(JsonGenerator json, String text, Inspection inspection, List<Usage> usages) {
        json.writeStringProperty("reference", text);
        json.writeStringProperty("digest", inspection.root().digest().toString());
        json.writeArrayPropertyStart("images");
        inspection.images().forEach(image -> write(json, image));
        json.writeEndArray();
        json.writeArrayPropertyStart("usage");
        for (var usage : usages) {
            json.writeStartObject();
            json.writeStringProperty("title", usage.title());
            json.writeStringProperty("text", usage.text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, InspectedImage image) {
        json.writeStartObject();
        json.writeStringProperty("architecture", image.architecture().ociName());
        json.writeStringProperty("digest", image.image().manifest().digest().toString());
        json.writeStringProperty("layer", image.image().layer().digest().toString());
        json.writeNumberProperty("layerBytes", image.image().layer().size());
        json.writeObjectPropertyStart("annotations");
        image.image().annotations().forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeArrayPropertyStart("files");
        image.files().forEach(file -> write(json, file));
        json.writeEndArray();
        json.writeNumberProperty("modules", image.modules());
        json.writeNumberProperty("moduleBytes", image.moduleBytes());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, InspectedFile file) {
        json.writeStartObject();
        json.writeStringProperty("path", file.path());
        json.writeNumberProperty("bytes", file.size());
        file.target().ifPresent(target -> json.writeStringProperty("target", target));
        json.writeEndObject();
    }
}
