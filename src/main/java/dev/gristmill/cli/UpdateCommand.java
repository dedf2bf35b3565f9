package dev.gristmill.cli;

import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.catalogue.Pin;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Series;
import dev.gristmill.plan.LivingSeries;
import dev.gristmill.plan.LockRun.Move;
import dev.gristmill.plan.UpdateRun;
import dev.gristmill.plan.UpdateRun.Update;
import dev.gristmill.progress.Progress;
import dev.gristmill.source.ReleaseNotes;
import dev.gristmill.ui.Streams;
import dev.gristmill.ui.Table;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.core.JsonGenerator;

/** Moves the lock to the newest releases. */
final class UpdateCommand implements Callable<Integer> {
    private static final int SHOWN = 10;

    private final GlobalOptions global;
    private final PositionalParamSpec series =
            Options.operands("SERIES", "0..*", "Series of the catalogue, such as 5.10 (default: all).");
    private final OptionSpec dryRun = Options.flag("--dry-run", "Say what would move, and move nothing.");
    private final OptionSpec noChanges =
            Options.flag("--no-changes", "Do not fetch the changelogs of the releases between.");

    UpdateCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        return Commands.spec("update", "Moves the lock to the newest releases that can be fetched.", this)
                .addPositional(series)
                .addOption(dryRun)
                .addOption(noChanges);
    }

    @Override
    public Integer call() throws InterruptedException {
        var catalogue = CatalogueReader.read(global.catalogue());
        var wanted = series.<List<String>>getValue().stream()
                .map(UpdateCommand::series)
                .toList();
        boolean write = !dryRun.<Boolean>getValue();
        List<Update> updates;
        try (var store = global.openStore();
                var progress = global.openProgress()) {
            updates = new UpdateRun(store, progress, LivingSeries.ofKernelOrg())
                    .of(catalogue, wanted, !noChanges.<Boolean>getValue());
            updates.stream().filter(Update::ended).forEach(update -> warn(update, progress));
        }
        var pins = updates.stream()
                .map(Update::move)
                .filter(Move::moves)
                .map(Move::to)
                .toList();
        if (write && !pins.isEmpty()) {
            catalogue.lock().with(pins).write();
        }
        if (global.json()) {
            Json.print(json -> write(json, catalogue.lock().file(), updates));
        } else {
            show(catalogue.lock().file(), updates, write);
        }
        return 0;
    }

    private static void warn(Update update, Progress progress) {
        progress.warn("linux " + update.move().series()
                + " is at its end: kernel.org makes no more releases of it, whatever is found to be wrong with it");
    }

    private static Series series(String text) {
        return Series.parse(text)
                .orElseThrow(() -> new InvalidInputException(
                        Problem.of("this is no series").where(text).expected("a series such as 5.10")));
    }

    private static void show(Path file, List<Update> updates, boolean written) {
        var palette = Streams.outputPalette(System.getenv());
        var table = new Table().row("SERIES", "FROM", "OF", "TO", "OF");
        updates.forEach(update -> table.row(
                update.move().series().toString(),
                update.move().from().map(pin -> pin.release().toString()).orElse("-"),
                update.from().map(LocalDate::toString).orElse("-"),
                update.move().moves() ? update.move().to().release().toString() : "is the newest",
                update.to().map(LocalDate::toString).orElse("-")));
        var shown = table.lines();
        System.out.println(palette.strong(shown.getFirst()));
        shown.stream().skip(1).forEach(System.out::println);
        updates.stream().flatMap(update -> update.notes().stream()).forEach(UpdateCommand::show);
        long moved = updates.stream().filter(update -> update.move().moves()).count();
        System.out.println("\n" + moved + " of " + updates.size() + " series "
                + (written ? "moved in " : "would move in ") + file);
    }

    private static void show(ReleaseNotes notes) {
        var date = notes.date().map(day -> ", " + day).orElse("");
        System.out.println(
                "\n" + notes.release() + date + ": " + notes.headlines().size() + " changes");
        notes.headlines().stream().limit(SHOWN).forEach(headline -> System.out.println("  " + plain(headline)));
        if (notes.headlines().size() > SHOWN) {
            System.out.println("  and " + (notes.headlines().size() - SHOWN) + " more; --json lists them all");
        }
    }

    /** Nothing that a terminal would take for an order. */
    private static String plain(String text) {
        var plain = new StringBuilder();
        text.codePoints().filter(c -> !Character.isISOControl(c)).forEach(plain::appendCodePoint);
        return plain.toString();
    }

    private static void write(JsonGenerator json, Path file, List<Update> updates) {
        json.writeStringProperty("lock", file.toString());
        json.writeArrayPropertyStart("series");
        for (var update : updates) {
            var move = update.move();
            json.writeStartObject();
            json.writeStringProperty("series", move.series().toString());
            json.writeBooleanProperty("moves", move.moves());
            json.writeBooleanProperty("ended", update.ended());
            move.from().ifPresent(pin -> write(json, "from", pin, update.from()));
            write(json, "to", move.to(), update.to());
            write(json, update.notes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, List<ReleaseNotes> notes) {
        json.writeArrayPropertyStart("changes");
        for (var one : notes) {
            json.writeStartObject();
            json.writeStringProperty("release", one.release().toString());
            one.date().ifPresent(date -> json.writeStringProperty("date", date.toString()));
            json.writeArrayPropertyStart("headlines");
            one.headlines().forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, String name, Pin pin, Optional<LocalDate> date) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("release", pin.release().toString());
        date.ifPresent(day -> json.writeStringProperty("date", day.toString()));
        json.writeStringProperty("sha256", pin.digest().hex());
        json.writeStringProperty("path", pin.path());
        json.writeArrayPropertyStart("signedBy");
        pin.signers().forEach(json::writeString);
        json.writeEndArray();
        json.writeStringProperty("resolved", pin.resolved().toString());
        json.writeEndObject();
    }
}
