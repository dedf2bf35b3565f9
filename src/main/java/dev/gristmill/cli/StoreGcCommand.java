package dev.gristmill.cli;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.store.GarbageCollection;
import dev.gristmill.store.StoreEntry;
import dev.gristmill.ui.Amounts;
import dev.gristmill.ui.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.core.JsonGenerator;

/** Removes from the store what has not been used for long. */
final class StoreGcCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final OptionSpec keep = Options.text(
            "--keep", "SIZE", "Remove what was used longest ago until no more than this is left: 500MB, 20GB.");
    private final OptionSpec olderThan =
            Options.text("--older-than", "AGE", "Remove what was not used for so long: 12h, 30d.");
    private final OptionSpec dryRun = Options.flag("--dry-run", "Say what would go, and leave it.");

    StoreGcCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        var spec = Commands.spec("gc", "Removes from the store what has not been used for long.", this);
        spec.usageMessage()
                .footer("", "What was used in the last hour, or since a running build began, stays in any case.");
        return spec.addOption(keep).addOption(olderThan).addOption(dryRun);
    }

    @Override
    public Integer call() {
        var rule = new GarbageCollection.Rule(
                Optional.<String>ofNullable(olderThan.getValue()).map(Limits::age),
                Optional.<String>ofNullable(keep.getValue()).map(Limits::bytes));
        if (rule.olderThan().isEmpty() && rule.keepBytes().isEmpty()) {
            throw new InvalidInputException(Problem.of("nothing says what may go")
                    .where("store gc")
                    .expected("--keep SIZE, --older-than AGE, or both")
                    .remedy("gristmill store gc --keep 20GB --older-than 30d"));
        }
        boolean rehearsal = dryRun.<Boolean>getValue();
        GarbageCollection.Outcome outcome;
        try (var store = global.openStore()) {
            var collection = new GarbageCollection(store, rule);
            outcome = rehearsal ? collection.rehearse(Instant.now()) : collection.run(Instant.now());
        }
        if (global.json()) {
            Json.print(json -> {
                json.writeBooleanProperty("dry-run", rehearsal);
                write(json, "removed", outcome.removed());
                json.writeNumberProperty("kept-bytes", outcome.kept());
            });
        } else {
            show(outcome, rehearsal);
        }
        return 0;
    }

    private static void show(GarbageCollection.Outcome outcome, boolean rehearsal) {
        var table = new Table();
        outcome.removed()
                .forEach(entry -> table.row(
                        entry.folder() + "/" + entry.path().getFileName(),
                        Amounts.bytes(entry.bytes()),
                        "last used " + entry.lastUsed()));
        if (!outcome.removed().isEmpty()) {
            table.lines().forEach(System.out::println);
        }
        long freed = outcome.removed().stream().mapToLong(StoreEntry::bytes).sum();
        System.out.println((rehearsal ? "would free " : "freed ") + Amounts.bytes(freed) + ", "
                + Amounts.bytes(outcome.kept()) + (rehearsal ? " would stay" : " stay"));
    }

    static void write(JsonGenerator json, String name, List<StoreEntry> entries) {
        json.writeArrayPropertyStart(name);
        for (var entry : entries) {
            json.writeStartObject();
            json.writeStringProperty("path", entry.path().toString());
            json.writeNumberProperty("bytes", entry.bytes());
            json.writeStringProperty("last-used", entry.lastUsed().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
