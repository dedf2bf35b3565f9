package dev.gristmill.cli;

import dev.gristmill.boot.InitcallDifference;
import dev.gristmill.boot.StartUp;
import dev.gristmill.plan.StartUpComparison.Comparison;
import dev.gristmill.plan.StartUpComparison.Side;
import dev.gristmill.ui.Streams;
import dev.gristmill.ui.Table;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/** Tells how two kernels come to init. */
final class StartUps {
    private static final int SHOWN = 12;
    private static final String NO_NAMES =
            "a kernel without CONFIG_KALLSYMS does not name its initcalls, so they cannot be compared";

    private StartUps() {}

    static void show(List<Comparison> comparisons) {
        var palette = Streams.outputPalette(System.getenv());
        for (var comparison : comparisons) {
            var machine = comparison.machine();
            System.out.println(
                    palette.strong(machine.vmm() + " " + machine.architecture() + " on " + machine.description()));
            table(comparison).lines().forEach(System.out::println);
            if (comparison.differences().isEmpty()) {
                System.out.println(NO_NAMES);
            }
            System.out.println();
        }
    }

    private static Table table(Comparison comparison) {
        var first = comparison.first();
        var second = comparison.second();
        var table = new Table()
                .row("", first.candidate().name(), second.candidate().name(), "DIFFERENCE")
                .row(
                        "to init, median of " + first.startUp().wall().size(),
                        wall(first.startUp()),
                        wall(second.startUp()),
                        millis(medianMillis(second) - medianMillis(first)))
                .row(
                        "instructions to init",
                        millions(first.startUp().instructions()),
                        millions(second.startUp().instructions()),
                        signed(
                                (second.startUp().instructions().orElse(0)
                                                - first.startUp().instructions().orElse(0))
                                        / 1e6,
                                " M"));
        comparison.differences().stream()
                .limit(SHOWN)
                .forEach(one -> table.row(
                        "  " + one.name(),
                        millis(one.first()),
                        millis(one.second()),
                        signed(one.micros() / 1e3, " ms")));
        return table;
    }

    private static long medianMillis(Side side) {
        return side.startUp().median().map(Duration::toMillis).orElse(0L);
    }

    private static String wall(StartUp startUp) {
        return startUp.median().map(time -> time.toMillis() + " ms").orElse("-");
    }

    private static String millis(long difference) {
        return String.format(Locale.ROOT, "%+d ms", difference);
    }

    private static String millis(OptionalLong micros) {
        return micros.isPresent() ? String.format(Locale.ROOT, "%.1f ms", micros.getAsLong() / 1e3) : "-";
    }

    private static String millions(OptionalLong count) {
        return count.isPresent() ? String.format(Locale.ROOT, "%.1f M", count.getAsLong() / 1e6) : "-";
    }

    private static String signed(double value, String unit) {
        return String.format(Locale.ROOT, "%+.1f", value) + unit;
    }

    static void write(JsonGenerator json, List<Comparison> comparisons) {
        json.writeArrayPropertyStart("comparisons");
        for (var comparison : comparisons) {
            json.writeStartObject();
            json.writeStringProperty("vmm", comparison.machine().vmm().id());
            json.writeStringProperty(
                    "architecture", comparison.machine().architecture().id());
            json.writeStringProperty("machine", comparison.machine().description());
            write(json, "first", comparison.first());
            write(json, "second", comparison.second());
            json.writeArrayPropertyStart("initcalls");
            comparison.differences().forEach(one -> write(json, one));
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, String name, Side side) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("kernel", side.candidate().name());
        json.writeStringProperty("sha256", side.candidate().bootFile().hex());
        side.startUp().median().ifPresent(time -> json.writeNumberProperty("medianToInitMillis", time.toMillis()));
        side.startUp().instructions().ifPresent(count -> json.writeNumberProperty("instructionsToInit", count));
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, InitcallDifference one) {
        json.writeStartObject();
        json.writeStringProperty("name", one.name());
        one.first().ifPresent(micros -> json.writeNumberProperty("firstMicros", micros));
        one.second().ifPresent(micros -> json.writeNumberProperty("secondMicros", micros));
        json.writeEndObject();
    }
}
