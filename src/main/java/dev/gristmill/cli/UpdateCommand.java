package dev.gristmill.cli;

import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.catalogue.Pin;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.Series;
import dev.gristmill.plan.LockRun;
import dev.gristmill.plan.LockRun.Move;
import dev.gristmill.ui.Streams;
import dev.gristmill.ui.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.core.JsonGenerator;

/** Moves the lock to the newest releases. */
final class UpdateCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final PositionalParamSpec series =
            Options.operands("SERIES", "0..*", "Series of the catalogue, such as 5.10 (default: all).");
    private final OptionSpec dryRun = Options.flag("--dry-run", "Say what would move, and move nothing.");

    UpdateCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        return Commands.spec("update", "Moves the lock to the newest releases that can be fetched.", this)
                .addPositional(series)
                .addOption(dryRun);
    }

    @Override
    public Integer call() throws InterruptedException {
        var catalogue = CatalogueReader.read(global.catalogue());
        var wanted = series.<List<String>>getValue().stream()
                .map(UpdateCommand::series)
                .toList();
        boolean write = !dryRun.<Boolean>getValue();
        List<Move> moves;
        try (var store = global.openStore();
                var progress = global.openProgress()) {
            moves = new LockRun(store, progress).newest(catalogue, wanted);
        }
        var pins = moves.stream().filter(Move::moves).map(Move::to).toList();
        if (write && !pins.isEmpty()) {
            catalogue.lock().with(pins).write();
        }
        if (global.json()) {
            Json.print(json -> write(json, catalogue.lock().file(), moves));
        } else {
            show(catalogue.lock().file(), moves, write);
        }
        return 0;
    }

    private static Series series(String text) {
        return Series.parse(text)
                .orElseThrow(() -> new InvalidInputException(
                        Problem.of("this is no series").where(text).expected("a series such as 5.10")));
    }

    private static void show(Path file, List<Move> moves, boolean written) {
        var palette = Streams.outputPalette(System.getenv());
        var table = new Table().row("SERIES", "FROM", "SINCE", "TO");
        moves.forEach(move -> table.row(
                move.series().toString(),
                move.from().map(pin -> pin.release().toString()).orElse("-"),
                move.from().map(pin -> pin.resolved().toString()).orElse("-"),
                move.moves() ? move.to().release().toString() : "is the newest"));
        var shown = table.lines();
        System.out.println(palette.strong(shown.getFirst()));
        shown.stream().skip(1).forEach(System.out::println);
        long moved = moves.stream().filter(Move::moves).count();
        System.out.println(
                "\n" + moved + " of " + moves.size() + " series " + (written ? "moved in " : "would move in ") + file);
    }

    private static void write(JsonGenerator json, Path file, List<Move> moves) {
        json.writeStringProperty("lock", file.toString());
        json.writeArrayPropertyStart("series");
        for (var move : moves) {
            json.writeStartObject();
            json.writeStringProperty("series", move.series().toString());
            json.writeBooleanProperty("moves", move.moves());
            move.from().ifPresent(pin -> write(json, "from", pin));
            write(json, "to", move.to());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, String name, Pin pin) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("release", pin.release().toString());
        json.writeStringProperty("sha256", pin.digest().hex());
        json.writeStringProperty("path", pin.path());
        json.writeStringProperty("resolved", pin.resolved().toString());
        json.writeEndObject();
    }
}
