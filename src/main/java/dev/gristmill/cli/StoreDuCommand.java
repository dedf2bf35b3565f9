package dev.gristmill.cli;

import dev.gristmill.store.Inventory;
import dev.gristmill.ui.Amounts;
import dev.gristmill.ui.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Says how much is in the store. */
final class StoreDuCommand implements Callable<Integer> {
    private final GlobalOptions global;

    StoreDuCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        return Commands.spec("du", "Says how much is in each folder of the store.", this);
    }

    @Override
    public Integer call() {
        try (var store = global.openStore()) {
            var folders = new Inventory(store).folders();
            long bytes = folders.stream().mapToLong(Inventory.Folder::bytes).sum();
            if (global.json()) {
                Json.print(json -> {
                    json.writeStringProperty("store", store.root().toString());
                    json.writeNumberProperty("bytes", bytes);
                    json.writeObjectPropertyStart("folders");
                    folders.forEach(folder -> json.writeNumberProperty(folder.name(), folder.bytes()));
                    json.writeEndObject();
                });
            } else {
                var table = new Table();
                folders.forEach(folder -> table.row(folder.name(), Amounts.bytes(folder.bytes())));
                table.row("total", Amounts.bytes(bytes));
                table.lines().forEach(System.out::println);
            }
        }
        return 0;
    }
}
