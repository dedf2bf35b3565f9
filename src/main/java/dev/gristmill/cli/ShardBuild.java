package dev.gristmill.cli;

import dev.gristmill.boot.Proof;
import dev.gristmill.boot.Prover;
import dev.gristmill.catalogue.BuilderChoice;
import dev.gristmill.fleet.Shard;
import dev.gristmill.fleet.ShardRun;
import dev.gristmill.fleet.Shares;
import dev.gristmill.fleet.UnitWork;
import dev.gristmill.plan.BootRun;
import dev.gristmill.plan.Unit;
import dev.gristmill.progress.Progress;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.ui.Streams;
import dev.gristmill.ui.Table;
import java.util.List;
import java.util.Optional;

/** {@code build --shard}: one machine's share of what several build. */
final class ShardBuild {
    private final GlobalOptions global;
    private final BuildOptions options;
    private final RegistryOptions registry;
    private final SigningOptions signing;

    /** @param signing what handovers, and what is brought to the cache, are signed with */
    ShardBuild(GlobalOptions global, BuildOptions options, RegistryOptions registry, SigningOptions signing) {
        this.global = global;
        this.signing = signing;
        this.options = options;
        this.registry = registry;
    }

    int run(Shard shard, boolean boots, Prover.Options proving) throws InterruptedException {
        options.requireNoLayout("--shard");
        var order = options.order();
        var address = registry.addressToPushTo();
        List<ShardRun.Outcome> outcomes;
        List<Proof> proofs;
        try (var store = global.openStore();
                var progress = global.openProgress();
                var client = new RegistryClient(address.host(), registry.access(), RegistryClient.Use.PUSH)) {
            var signer = signing.signer(order.catalogue(), store);
            var share = new Shares(options.units(order, store, progress), shard.of()).of(shard);
            var kernels = share.stream().map(Unit::planned).toList();
            if (boots) {
                BootRun.requireEmulators(kernels);
            }
            warnOfOwnToolchain(share, progress);
            var boot = boots
                    ? Optional.of(new BootRun(store, progress, options.choices(order), proving))
                    : Optional.<BootRun>empty();
            var work = new UnitWork(options.run(order, signer, store, progress), boot, order.jobs());
            outcomes = new ShardRun(work, client, address, signer, store, progress).run(share);
            proofs = work.proofs();
        }
        tell(shard, outcomes, proofs);
        return 0;
    }

    private static void warnOfOwnToolchain(List<Unit> share, Progress progress) {
        if (share.stream().anyMatch(unit -> unit.planned().builder() instanceof BuilderChoice.Host)) {
            progress.note("these kernels are compiled with this machine's own toolchain, and another machine's may make"
                    + " other bytes of them: 'builder: local' in the catalogue makes them the same everywhere");
        }
    }

    private void tell(Shard shard, List<ShardRun.Outcome> outcomes, List<Proof> proofs) {
        if (global.json()) {
            Json.print(json -> {
                json.writeStringProperty("shard", shard.toString());
                json.writeArrayPropertyStart("units");
                for (var outcome : outcomes) {
                    json.writeStartObject();
                    json.writeStringProperty("unit", outcome.unit().toString());
                    json.writeStringProperty("key", outcome.unit().key().toString());
                    json.writeStringProperty("state", outcome.built() ? "built" : "there");
                    json.writeEndObject();
                }
                json.writeEndArray();
                Verdict.write(json, proofs);
            });
            return;
        }
        if (outcomes.isEmpty()) {
            System.out.println("there are fewer kernels than shards: nothing falls to shard " + shard);
            return;
        }
        var table = new Table().row("KERNEL", "SHARD", "STATE");
        outcomes.forEach(outcome ->
                table.row(outcome.unit().toString(), shard.toString(), outcome.built() ? "handed over" : "was there"));
        var lines = table.lines();
        System.out.println(Streams.outputPalette(System.getenv()).strong(lines.getFirst()));
        lines.stream().skip(1).forEach(System.out::println);
        if (!proofs.isEmpty()) {
            System.out.println();
            Verdict.show(proofs);
        }
    }
}
