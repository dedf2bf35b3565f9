package dev.gristmill.cli;

import dev.gristmill.store.StoreVerification;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Finds and removes what is damaged in the store. */
final class StoreVerifyCommand implements Callable<Integer> {
    private final GlobalOptions global;

    StoreVerifyCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        var spec = Commands.spec("verify", "Finds what is damaged in the store and removes it.", this);
        spec.usageMessage().footer("", "The next build makes again what was removed. Exit status 1 if there was any.");
        return spec;
    }

    @Override
    public Integer call() {
        StoreVerification.Outcome outcome;
        try (var store = global.openStore()) {
            outcome = new StoreVerification(store).run();
        }
        if (global.json()) {
            Json.print(json -> {
                StoreGcCommand.write(json, "removed", outcome.removed());
                json.writeNumberProperty("sound", outcome.sound());
                json.writeNumberProperty("unknown", outcome.unknown());
            });
        } else {
            outcome.removed().forEach(entry -> System.out.println("damaged, removed: " + entry.path()));
            System.out.println(outcome.sound() + " entries are sound, "
                    + outcome.removed().size() + " were damaged, " + outcome.unknown()
                    + " have nothing to be checked against");
        }
        return outcome.removed().isEmpty() ? 0 : 1;
    }
}
