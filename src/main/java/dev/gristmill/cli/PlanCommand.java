package dev.gristmill.cli;

import dev.gristmill.catalogue.BuilderChoice;
import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.plan.MissingKernel;
import dev.gristmill.plan.PlanLine;
import dev.gristmill.plan.Planner;
import dev.gristmill.plan.Presence;
import dev.gristmill.ui.Amounts;
import dev.gristmill.ui.Streams;
import dev.gristmill.ui.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.core.JsonGenerator;

/** Shows what would be built, and what of it is there. */
final class PlanCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final SelectionOptions selection = new SelectionOptions();

    PlanCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        var spec = Commands.spec("plan", "Shows what would be built, and what of it is there.", this);
        selection.addTo(spec);
        return spec;
    }

    @Override
    public Integer call() throws InterruptedException {
        var catalogue = CatalogueReader.read(global.catalogue());
        var planned = selection.selection().of(catalogue);
        try (var store = global.openStore();
                var progress = global.openProgress()) {
            var lines = new Planner(store, progress, catalogue.images()).plan(planned);
            if (global.json()) {
                Json.print(json -> write(json, lines));
            } else {
                show(lines, catalogue.cache().isPresent() ? "to compile, or take from the cache" : "to compile");
            }
        }
        return 0;
    }

    private static void show(List<PlanLine> lines, String uncompiled) {
        var palette = Streams.outputPalette(System.getenv());
        // One column less where there is nothing to say.
        boolean builders = lines.stream().anyMatch(line -> !isHost(line));
        var table = new Table()
                .row(row(
                        builders,
                        "RELEASE",
                        "PROFILE",
                        "ARCH",
                        "SOURCE",
                        "CONFIGURATION",
                        "KERNEL",
                        "IMAGES",
                        "KEY",
                        "BUILDER"));
        lines.forEach(line -> table.row(row(
                builders,
                line.offer().release().toString(),
                line.kernel().profile().name(),
                line.kernel().architecture().id(),
                word(line.source(), isReady(line) ? "not needed" : "to fetch"),
                word(line.configuration(), "to resolve"),
                word(line.compiled(), uncompiled),
                word(line.images(), "to pack"),
                line.buildKey().map(k -> k.abbreviated()).orElse("-"),
                line.toolchain().orElseGet(() -> line.kernel().builder() + (isReady(line) ? "" : ", to fetch")))));
        var shown = table.lines();
        System.out.println(palette.strong(shown.getFirst()));
        for (int i = 0; i < lines.size(); i++) {
            System.out.println(shown.get(i + 1));
            lines.get(i).missing().ifPresent(PlanCommand::show);
        }
    }

    private static void show(MissingKernel missing) {
        var time = missing.expected()
                .map(took -> "; the compile took " + Amounts.duration(took) + " before")
                .orElse("");
        System.out.println("  " + String.join("; ", missing.reasons()) + time);
    }

    private static boolean isReady(PlanLine line) {
        return line.compiled() == Presence.THERE;
    }

    private static boolean isHost(PlanLine line) {
        return line.kernel().builder() instanceof BuilderChoice.Host;
    }

    private static String[] row(boolean whole, String... cells) {
        return whole ? cells : Arrays.copyOf(cells, cells.length - 1);
    }

    private static String word(Presence presence, String missing) {
        return switch (presence) {
            case THERE -> "there";
            case MISSING -> missing;
            case UNKNOWN -> "-";
        };
    }

    private static void write(JsonGenerator json, List<PlanLine> lines) {
        json.writeArrayPropertyStart("kernels");
        for (var line : lines) {
            json.writeStartObject();
            json.writeStringProperty("release", line.offer().release().toString());
            json.writeStringProperty("profile", line.kernel().profile().name());
            json.writeStringProperty(
                    "architecture", line.kernel().architecture().id());
            json.writeObjectPropertyStart("source");
            json.writeStringProperty("origin", line.offer().origin());
            json.writeStringProperty("sha256", line.offer().identity().hex());
            json.writeStringProperty("state", word(line.source()));
            json.writeEndObject();
            json.writeStringProperty("configuration", word(line.configuration()));
            json.writeStringProperty("kernel", word(line.compiled()));
            json.writeStringProperty("images", word(line.images()));
            line.missing().ifPresent(missing -> write(json, missing));
            json.writeStringProperty("builder", line.kernel().builder().toString());
            line.toolchain().ifPresent(toolchain -> json.writeStringProperty("toolchain", toolchain));
            line.buildKey().ifPresent(key -> json.writeStringProperty("buildKey", key.toString()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, MissingKernel missing) {
        json.writeArrayPropertyStart("reasons");
        missing.reasons().forEach(json::writeString);
        json.writeEndArray();
        missing.expected().ifPresent(took -> json.writeNumberProperty("expectedSeconds", took.toSeconds()));
    }

    private static String word(Presence presence) {
        return presence.name().toLowerCase(Locale.ROOT);
    }
}
