package dev.gristmill.cli;

import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.kconfig.Option;
import dev.gristmill.kconfig.Value;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.plan.Configurations;
import dev.gristmill.plan.OptionReport;
import dev.gristmill.ui.Streams;
import dev.gristmill.ui.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.core.JsonGenerator;

/** Tells all about one option. */
final class ConfigExplainCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final SelectionOptions selection = new SelectionOptions();
    private final PositionalParamSpec option =
            Options.parameter(0, "OPTION", "An option, with or without CONFIG_ before its name.");

    ConfigExplainCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        var spec = Commands.spec(
                        "explain",
                        "Tells what an option is, what it depends on, and its value in each kernel with the reason.",
                        this)
                .addPositional(option);
        selection.addTo(spec);
        return spec;
    }

    @Override
    public Integer call() throws InterruptedException {
        var wanted = option();
        var planned = selection.selection().of(CatalogueReader.read(global.catalogue()));
        OptionReport report;
        try (var store = global.openStore();
                var progress = global.openProgress()) {
            report = OptionReport.of(wanted, planned, new Configurations(store, progress));
        }
        if (global.json()) {
            Json.print(json -> write(json, report));
        } else {
            show(report);
        }
        return 0;
    }

    private Option option() {
        String written = option.getValue();
        return Option.parse(written)
                .orElseThrow(() -> new InvalidInputException(Problem.of("this is no option")
                        .where(written)
                        .expected("a name such as CONFIG_VIRTIO_BLK or VIRTIO_BLK")));
    }

    private static void show(OptionReport report) {
        var palette = Streams.outputPalette(System.getenv());
        var description = report.description();
        System.out.println(palette.strong(description.option().toString()) + " as in " + report.describedBy());
        var facts = new Problem("", description.facts());
        System.out.println(facts.toString().substring(1));
        if (!description.help().isEmpty()) {
            System.out.println();
            description.help().forEach(line -> System.out.println(("    " + line).stripTrailing()));
        }
        System.out.println();
        var table = new Table().row("RELEASE", "PROFILE", "ARCH", "VALUE", "WHY");
        report.kernels()
                .forEach(each -> table.row(
                        each.release().toString(),
                        each.kernel().profile().name(),
                        each.kernel().architecture().id(),
                        each.value().map(Value::toString).orElse("-"),
                        each.origin() + (each.leftOut().isEmpty() ? "" : "; left out: " + each.leftOut())));
        var lines = table.lines();
        System.out.println(palette.strong(lines.getFirst()));
        lines.stream().skip(1).forEach(System.out::println);
    }

    private static void write(JsonGenerator json, OptionReport report) {
        var description = report.description();
        json.writeStringProperty("option", description.option().toString());
        json.writeStringProperty("describedBy", report.describedBy());
        ConfigJson.writeFacts(json, description.facts());
        json.writeStringProperty("help", String.join("\n", description.help()));
        json.writeArrayPropertyStart("kernels");
        for (var each : report.kernels()) {
            json.writeStartObject();
            ConfigJson.writeKernel(json, each.kernel(), each.release().toString());
            each.value().ifPresent(value -> json.writeStringProperty("value", value.toString()));
            json.writeStringProperty("why", each.origin());
            if (!each.leftOut().isEmpty()) {
                json.writeStringProperty("leftOut", each.leftOut());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
