package dev.gristmill.cli;

import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.plan.FetchRun;
import dev.gristmill.plan.LockRun;
import dev.gristmill.source.Place;
import dev.gristmill.source.SourceOffer;
import dev.gristmill.source.SourceTree;
import dev.gristmill.ui.Table;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.core.JsonGenerator;

/** Brings sources into the store, for machines that will be offline later. */
final class FetchCommand implements Callable<Integer> {
    private final GlobalOptions global;
    private final SelectionOptions selection = new SelectionOptions();

    FetchCommand(GlobalOptions global) {
        this.global = global;
    }

    CommandSpec spec() {
        var spec = Commands.spec("fetch", "Fetches, verifies and unpacks the sources of the selected kernels.", this);
        selection.addTo(spec);
        return spec;
    }

    @Override
    public Integer call() throws InterruptedException {
        var catalogue = CatalogueReader.read(global.catalogue());
        var planned = selection.selection().of(catalogue);
        Map<SourceOffer, SourceTree> trees;
        try (var store = global.openStore();
                var progress = global.openProgress()) {
            var pinned = selection.selection().of(new LockRun(store, progress).complete(catalogue, planned));
            trees = new FetchRun(store, progress).run(pinned);
        }
        if (global.json()) {
            Json.print(json -> write(json, trees));
        } else {
            var table = new Table();
            trees.forEach((offer, tree) -> table.row(
                    offer.release().toString(),
                    offer.identity().toString(),
                    tree.root().toString()));
            table.lines().forEach(System.out::println);
        }
        return 0;
    }

    private static void write(JsonGenerator json, Map<SourceOffer, SourceTree> trees) {
        json.writeArrayPropertyStart("sources");
        trees.forEach((offer, tree) -> {
            json.writeStartObject();
            json.writeStringProperty("release", offer.release().toString());
            json.writeStringProperty("sha256", offer.identity().hex());
            if (offer.place() instanceof Place.Remote remote) {
                json.writeStringProperty("url", remote.address().toString());
            }
            json.writeStringProperty("tree", tree.root().toString());
            json.writeEndObject();
        });
        json.writeEndArray();
    }
}
