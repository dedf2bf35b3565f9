package dev.gristmill.cli;

import dev.gristmill.image.OciLayout;
import dev.gristmill.registry.Pull;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.registry.RemoteImage;
import dev.gristmill.ui.Amounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.core.JsonGenerator;

/** Pulls images, for all their architectures, from a registry into a layout. */
final class PullCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final LayoutOption layoutOption = new LayoutOption();
    private final RegistryOptions registry;
    private final PositionalParamSpec images = Options.operands(
            "REF", "1..*", "Images: [HOST/]NAME:TAG or [HOST/]NAME@sha256:...; without a host, of the usual registry.");

    PullCommand(GlobalOptions global) {
        this.global = global;
        this.registry = new RegistryOptions(global);
    }

    CommandSpec spec() {
        var spec = Commands.spec("pull", "Pulls images, for all their architectures, into a layout.", this);
        layoutOption.addTo(spec);
        registry.addTo(spec);
        return spec.addPositional(images);
    }

    @Override
    public Integer call() throws InterruptedException {
        var usual = registry.address();
        var wanted = images.<List<String>>getValue().stream()
                .map(text -> RemoteImage.parse(text, usual))
                .toList();
        var access = registry.access();
        var folder = layoutOption.folder();
        var reports = new ArrayList<Pull.Report>();
        try (var store = global.openStore();
                var progress = global.openProgress()) {
            var layout = OciLayout.at(folder, store);
            for (var image : wanted) {
                try (var client = new RegistryClient(image.repository().host(), access, RegistryClient.Use.PULL)) {
                    reports.add(new Pull(client, store, layout, progress).run(image));
                }
            }
        }
        if (global.json()) {
            Json.print(json -> write(json, folder, reports));
        } else {
            reports.forEach(one -> System.out.println(one.image().reference() + "  "
                    + one.root().digest() + "  " + one.images() + " platforms, " + Amounts.bytes(one.bytes())
                    + " fetched"));
        }
        return 0;
    }

    private static void write(JsonGenerator json, Path folder, List<Pull.Report> reports) {
        json.writeStringProperty("layout", folder.toString());
        json.writeArrayPropertyStart("images");
        for (var one : reports) {
            json.writeStartObject();
            json.writeStringProperty("name", one.image().reference().name());
            json.writeStringProperty("tag", one.image().reference().tag());
            json.writeStringProperty("reference", one.image().toString());
            json.writeStringProperty("digest", one.root().digest().toString());
            json.writeNumberProperty("platforms", one.images());
            json.writeNumberProperty("bytes", one.bytes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
