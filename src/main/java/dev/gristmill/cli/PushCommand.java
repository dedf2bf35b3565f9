package dev.gristmill.cli;

import dev.gristmill.image.OciLayout;
import dev.gristmill.image.Reference;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.registry.Push;
import dev.gristmill.registry.PushReport;
import dev.gristmill.registry.RegistryAddress;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.trust.SealReport;
import dev.gristmill.trust.Sealing;
import dev.gristmill.trust.StoredEvidence;
import dev.gristmill.ui.Amounts;
import dev.gristmill.ui.Streams;
import dev.gristmill.ui.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.core.JsonGenerator;

/** Pushes images from a layout to a registry. */
final class PushCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final SelectionOptions selection = new SelectionOptions();
    private final LayoutOption layoutOption = new LayoutOption();
    private final RegistryOptions registry;
    private final SigningOptions signing;
    private final PositionalParamSpec images =
            Options.operands("NAME:TAG", "0..*", "Images of the layout (default: those that the options select).");

    PushCommand(GlobalOptions global) {
        this.global = global;
        this.registry = new RegistryOptions(global);
        this.signing = new SigningOptions(global);
    }

    CommandSpec spec() {
        var spec = Commands.spec("push", "Pushes images from a layout to a registry; tags move last.", this);
        selection.addWithoutArchitecturesTo(spec);
        layoutOption.addTo(spec);
        registry.addTo(spec);
        signing.addTo(spec);
        return spec.addPositional(images);
    }

    @Override
    public Integer call() throws InterruptedException {
        var address = registry.address()
                .orElseThrow(() -> new InvalidInputException(Problem.of("no registry is named to push to")
                        .remedy("--registry ghcr.io/acme, $REGISTRY, or the key 'registry' of the catalogue")));
        PushReport report;
        Optional<SealReport> seals = Optional.empty();
        try (var store = global.openStore();
                var progress = global.openProgress();
                var client = new RegistryClient(address.host(), registry.access(), RegistryClient.Use.PUSH)) {
            var signer = signing.signer(store);
            var layout = OciLayout.at(layoutOption.folder(), store);
            report = new Push(client, address, layout, progress).run(references(layout));
            if (signer.isPresent()) {
                seals = Optional.of(new Sealing(client, signer.get(), new StoredEvidence(store), store, progress)
                        .run(report.images(), signing.attestationsRequired()));
            }
        }
        if (global.json()) {
            var sealed = seals;
            Json.print(json -> {
                write(json, address, report);
                sealed.ifPresent(seal -> Seals.write(json, seal));
            });
        } else {
            show(report);
            seals.ifPresent(Seals::show);
        }
        return 0;
    }

    private List<Reference> references(OciLayout layout) {
        List<String> names = images.getValue();
        return names.isEmpty()
                ? selection.layoutSelection().of(layout)
                : names.stream().map(PushCommand::reference).toList();
    }

    private static Reference reference(String name) {
        return Reference.parse(name)
                .orElseThrow(() -> new InvalidInputException(Problem.of("this is no image of a layout")
                        .where(name)
                        .expected("NAME:TAG, such as firecracker-kernel-bin:5.10.262")));
    }

    private static void show(PushReport report) {
        var palette = Streams.outputPalette(System.getenv());
        var table = new Table().row("IMAGE", "STATE", "DIGEST");
        report.images()
                .forEach(one -> table.row(
                        one.image().toString(), word(one.state()), one.digest().toString()));
        var shown = table.lines();
        System.out.println(palette.strong(shown.getFirst()));
        shown.stream().skip(1).forEach(System.out::println);
        System.out.println("\n" + report.uploaded() + " blobs sent (" + Amounts.bytes(report.bytes()) + "), "
                + report.mounted() + " mounted from sister images");
    }

    private static void write(JsonGenerator json, RegistryAddress address, PushReport report) {
        json.writeStringProperty("registry", address.toString());
        json.writeArrayPropertyStart("images");
        for (var one : report.images()) {
            json.writeStartObject();
            json.writeStringProperty("name", one.reference().name());
            json.writeStringProperty("tag", one.reference().tag());
            json.writeStringProperty("reference", one.image().toString());
            json.writeStringProperty("digest", one.digest().toString());
            json.writeStringProperty("state", word(one.state()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberProperty("uploaded", report.uploaded());
        json.writeNumberProperty("mounted", report.mounted());
        json.writeNumberProperty("bytes", report.bytes());
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
