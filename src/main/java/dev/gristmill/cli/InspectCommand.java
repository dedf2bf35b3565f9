package dev.gristmill.cli;

import dev.gristmill.image.Inspection;
import dev.gristmill.image.Inspection.InspectedFile;
import dev.gristmill.image.Inspection.InspectedImage;
import dev.gristmill.image.Inspector;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.Reference;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Nearest;
import dev.gristmill.model.Problem;
import dev.gristmill.registry.ImageStore;
import dev.gristmill.registry.LayoutImages;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.registry.RegistryImages;
import dev.gristmill.registry.RemoteImage;
import dev.gristmill.ui.Amounts;
import dev.gristmill.ui.Streams;
import dev.gristmill.ui.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.core.JsonGenerator;

/** Shows what is in an image, and how it is used. */
final class InspectCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final LayoutOption layout = new LayoutOption();
    private final RegistryOptions registry;
    private final PositionalParamSpec reference = Options.operands(
            "REF",
            "1",
            "NAME:TAG or NAME@sha256:..., such as firecracker-kernel-bin:5.10, in the layout; with a host before it, in"
                    + " that registry.");

    InspectCommand(GlobalOptions global) {
        this.global = global;
        this.registry = new RegistryOptions(global);
    }

    CommandSpec spec() {
        var spec = Commands.spec("inspect", "Shows what is in an image, and how it is used.", this);
        layout.addTo(spec);
        registry.addTo(spec);
        return spec.addPositional(reference);
    }

    @Override
    public Integer call() throws InterruptedException {
        var text = reference.<List<String>>getValue().getFirst();
        boolean remote = RemoteImage.namesHost(text);
        var inspection = remote ? inRegistry(RemoteImage.parse(text, Optional.empty())) : inLayout(text);
        var place =
                remote ? "" : registry.address().map(address -> address + "/").orElse("$REGISTRY/");
        var usages = Usage.of(inspection, place + text);
        if (global.json()) {
            Json.print(json -> write(json, text, inspection, usages));
        } else {
            show(text, inspection, usages);
        }
        return 0;
    }

    private Inspection inRegistry(RemoteImage image) throws InterruptedException {
        var host = image.repository().host();
        try (var client = new RegistryClient(host, registry.access(), RegistryClient.Use.PULL)) {
            var images = new RegistryImages(client, image.repository());
            return inspect(images, image.tag(), image.toString(), List.of());
        }
    }

    private Inspection inLayout(String text) throws InterruptedException {
        var named = Reference.parse(text)
                .orElseThrow(() -> new InvalidInputException(Problem.of("this is no reference to an image")
                        .where(text)
                        .expected("NAME:TAG or NAME@sha256:..., such as firecracker-kernel-bin:5.10")));
        try (var store = global.openStore()) {
            var folder = OciLayout.at(layout.folder(), store);
            var names = folder.references().stream().map(Reference::toString).toList();
            return inspect(new LayoutImages(folder, named.name()), named.tag(), text, names);
        }
    }

    private static Inspection inspect(ImageStore images, String tag, String text, List<String> others)
            throws InterruptedException {
        var root = images.find(tag).orElseThrow(() -> {
            var problem = Problem.of("there is no such image").where(text);
            return new InvalidInputException(Nearest.to(text, others)
                    .map(name -> problem.remedy("did you mean '" + name + "'?"))
                    .orElse(problem.remedy("name another layout with --layout, or a registry before the name")));
        });
        return new Inspector(images).inspect(root);
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
