package dev.gristmill.cli;

import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Release;
import dev.gristmill.model.Vmm;
import dev.gristmill.plan.ConfigurationCheck;
import dev.gristmill.plan.Configurations;
import dev.gristmill.ui.Palette;
import dev.gristmill.ui.Streams;
import dev.gristmill.ui.Table;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.core.JsonGenerator;

/** Checks configurations without compiling anything. */
final class ConfigCheckCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final SelectionOptions selection = new SelectionOptions();

    ConfigCheckCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        var spec = Commands.spec(
                "check", "Checks that every option comes out as asked, and that the VMMs' contracts are met.", this);
        selection.addTo(spec);
        return spec;
    }

    @Override
    public Integer call() throws InterruptedException {
        var planned = selection.selection().of(CatalogueReader.read(global.catalogue()));
        List<ConfigurationCheck> checks;
        try (var store = global.openStore();
                var progress = global.openProgress()) {
            checks = ConfigurationCheck.of(planned, new Configurations(store, progress));
        }
        if (global.json()) {
            Json.print(json -> write(json, checks));
        } else {
            show(checks);
        }
        return checks.stream().allMatch(ConfigurationCheck::passed) ? 0 : 1;
    }

    private static void show(List<ConfigurationCheck> checks) {
        var table = new Table().row("RELEASE", "PROFILE", "ARCH", "VMMS", "RESULT");
        checks.forEach(check -> table.row(
                release(check),
                check.kernel().profile().name(),
                check.kernel().architecture().id(),
                check.kernel().profile().vmms().stream().map(Vmm::id).collect(Collectors.joining(" ")),
                check.result()));
        var palette = Streams.outputPalette(System.getenv());
        var lines = table.lines();
        System.out.println(palette.strong(lines.getFirst()));
        for (int i = 0; i < checks.size(); i++) {
            System.out.println(coloured(lines.get(i + 1), checks.get(i), palette));
        }
        System.out.flush();
        checks.forEach(ConfigCheckCommand::tellProblems);
    }

    private static String coloured(String line, ConfigurationCheck check, Palette palette) {
        int start = line.length() - check.result().length();
        var result = check.passed() ? palette.good(check.result()) : palette.bad(check.result());
        return line.substring(0, start) + result;
    }

    private static void tellProblems(ConfigurationCheck check) {
        var palette = Streams.errorPalette(System.getenv());
        if (!check.passed()) {
            System.err.println("\n" + palette.strong(name(check)));
            check.problems().forEach(problem -> System.err.println(palette.bad("error: ") + problem));
        }
    }

    private static String name(ConfigurationCheck check) {
        return check.kernel().profile().name() + "@" + release(check) + "/"
                + check.kernel().architecture();
    }

    private static String release(ConfigurationCheck check) {
        return check.release()
                .map(Release::toString)
                .orElse(check.kernel().version().toString());
    }

    private static void write(JsonGenerator json, List<ConfigurationCheck> checks) {
        json.writeBooleanProperty("passed", checks.stream().allMatch(ConfigurationCheck::passed));
        json.writeArrayPropertyStart("kernels");
        for (var check : checks) {
            json.writeStartObject();
            ConfigJson.writeKernel(json, check.kernel(), release(check));
            json.writeBooleanProperty("passed", check.passed());
            json.writeStringProperty("result", check.result());
            json.writeArrayPropertyStart("problems");
            check.problems().forEach(problem -> write(json, problem));
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Problem problem) {
        json.writeStartObject();
        json.writeStringProperty("what", problem.what());
        ConfigJson.writeFacts(json, problem.facts());
        json.writeEndObject();
    }
}
