package dev.gristmill.cli;

import dev.gristmill.fleet.Assembly;
import dev.gristmill.fleet.Shard;
import dev.gristmill.fleet.Shares;
import dev.gristmill.plan.Unit;
import dev.gristmill.signature.VerificationKey;
import dev.gristmill.trust.StoredEvidence;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code publish --assemble}: one publication of what several machines built. */
final class AssembledPublication {
    private static final String OPTION = "--assemble";

    private final GlobalOptions global;
    private final BuildOptions options;
    private final Shipment shipment;
    private final Optional<Path> key;

    /** @param key the public one that handovers must be signed with */
    AssembledPublication(GlobalOptions global, BuildOptions options, Shipment shipment, Optional<Path> key) {
        this.key = key;
        this.global = global;
        this.options = options;
        this.shipment = shipment;
    }

    /**
     * @param shards how many there are, or nothing
     * @param proven whether each kernel must have booted
     */
    int run(String shards, boolean proven) throws InterruptedException {
        options.requireNoLayout(OPTION);
        var order = options.order();
        var believed = key.map(VerificationKey::read);
        Shipment.Delivery delivery;
        List<Unit> units;
        try (var store = global.openStore();
                var progress = global.openProgress()) {
            units = options.units(order, store, progress);
            var all = units;
            var shares = shards.isEmpty()
                    ? Optional.<Shares>empty()
                    : Optional.of(new Shares(all, Shard.count(shards, OPTION)));
            var terms = shipment.terms(store);
            Assembly.Assembled assembled;
            try (var client = shipment.client(terms)) {
                assembled = new Assembly(client, terms.address(), believed, store, progress).run(units, shares, proven);
            }
            if (!proven) {
                progress.warn("nobody asked whether these kernels boot");
            }
            delivery = shipment.deliver(
                    terms,
                    assembled.layout(),
                    assembled.references(),
                    new StoredEvidence(assembled.notes()),
                    store,
                    progress);
        }
        tell(units, delivery);
        return 0;
    }

    private void tell(List<Unit> units, Shipment.Delivery delivery) {
        if (global.json()) {
            Json.print(json -> {
                json.writeArrayPropertyStart("units");
                units.forEach(unit -> json.writeString(unit.toString()));
                json.writeEndArray();
                json.writeObjectPropertyStart("pushed");
                Shipment.write(json, delivery);
                json.writeEndObject();
            });
        } else {
            Shipment.show(delivery);
        }
    }
}
