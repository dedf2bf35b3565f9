package dev.gristmill.cli;

import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.plan.PruneRun;
import dev.gristmill.plan.PruneRun.Removal;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.ui.Streams;
import dev.gristmill.ui.Table;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.core.JsonGenerator;

/** Removes old kernels from the registry. */
final class PruneCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final RegistryOptions registry;
    private final OptionSpec yes = Options.flag("--yes", "Remove what is listed; without it, nothing is.");

    PruneCommand(GlobalOptions global) {
        this.global = global;
        this.registry = new RegistryOptions(global);
    }

    CommandSpec spec() {
        var spec = Commands.spec(
                "prune",
                "Lists the published kernels that 'retention' of the catalogue lets go, and removes them with --yes.",
                this);
        registry.addTo(spec);
        spec.addOption(yes);
        spec.usageMessage()
                .footer(
                        "",
                        "The newest release of each series and profile stays, and whatever a tag that stays names. What hangs on",
                        "an image goes with it. The registry frees the space when it next collects garbage.");
        return spec;
    }

    @Override
    public Integer call() throws InterruptedException {
        var catalogue = CatalogueReader.read(global.catalogue());
        var address = registry.address()
                .orElseThrow(() -> new InvalidInputException(Problem.of("no registry is named to look into")
                        .remedy("--registry ghcr.io/acme, $REGISTRY, or the key 'registry' of the catalogue")));
        boolean remove = yes.<Boolean>getValue();
        var use = remove ? RegistryClient.Use.DELETE : RegistryClient.Use.PULL;
        List<Removal> removals;
        try (var store = global.openStore();
                var client = new RegistryClient(address.host(), registry.access(), use)) {
            var run = new PruneRun(client, address, store, catalogue.retention());
            removals = run.find();
            if (remove) {
                for (var removal : removals) {
                    run.run(removal);
                }
            }
        }
        if (global.json()) {
            Json.print(json -> write(json, removals, remove));
        } else {
            show(removals, remove);
        }
        return 0;
    }

    private static void show(List<Removal> removals, boolean removed) {
        if (removals.isEmpty()) {
            System.out.println("There is nothing to remove.");
            return;
        }
        var table = new Table().row("IMAGE", "AGE", "MANIFESTS");
        for (var removal : removals) {
            var age = removal.ageDays();
            table.row(
                    removal.repository() + ":" + removal.what(),
                    age.isPresent() ? age.getAsLong() + " d" : "its image is gone",
                    Integer.toString(removal.manifests().size()));
        }
        var lines = table.lines();
        System.out.println(Streams.outputPalette(System.getenv()).strong(lines.getFirst()));
        lines.stream().skip(1).forEach(System.out::println);
        System.out.println(removed ? "\nremoved" : "\nNothing was removed; 'gristmill prune --yes' does it.");
    }

    private static void write(JsonGenerator json, List<Removal> removals, boolean removed) {
        json.writeBooleanProperty("removed", removed);
        json.writeArrayPropertyStart("images");
        for (var removal : removals) {
            json.writeStartObject();
            json.writeStringProperty("image", removal.repository() + ":" + removal.what());
            removal.ageDays().ifPresent(days -> json.writeNumberProperty("ageDays", days));
            json.writeArrayPropertyStart("manifests");
            removal.manifests().forEach(manifest -> json.writeString(manifest.toString()));
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
