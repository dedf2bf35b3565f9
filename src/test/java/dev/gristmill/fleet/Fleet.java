package dev.gristmill.fleet;

import dev.gristmill.catalogue.Catalogue;
import dev.gristmill.catalogue.CatalogueReader;
import dev.gristmill.catalogue.ImageChoices;
import dev.gristmill.image.ImageNames;
import dev.gristmill.image.ImagePacker;
import dev.gristmill.image.Kernels;
import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PackedKernel;
import dev.gristmill.image.Reference;
import dev.gristmill.kernel.BuiltKernel;
import dev.gristmill.kernel.Compiled;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Vmm;
import dev.gristmill.plan.Selection;
import dev.gristmill.plan.Unit;
import dev.gristmill.plan.Units;
import dev.gristmill.progress.Progress;
import dev.gristmill.registry.Clients;
import dev.gristmill.registry.Push;
import dev.gristmill.registry.PushReport;
import dev.gristmill.registry.RegistryAddress;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.signature.Signer;
import dev.gristmill.signature.VerificationKey;
import dev.gristmill.store.Store;
import dev.gristmill.trust.MemoryRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Machines that build nothing real, and their registry. */
final class Fleet implements AutoCloseable {
    final MemoryRegistry registry;
    final RegistryClient client;
    final RegistryAddress address;
    final List<Unit> units;
    private final Path folder;
    private final List<Store> stores = new ArrayList<>();

    Fleet(Path folder) throws IOException {
        this.folder = folder;
        registry = new MemoryRegistry(true);
        client = Clients.of(registry.host());
        address = RegistryAddress.parse(registry.host() + "/acme", "a test");
        units = units(folder, "kernels: [{version: 5.10.262, profiles: [microvm, tiny]}]");
    }

    static List<Unit> units(Path folder, String catalogue) throws IOException {
        var file = Files.writeString(folder.resolve("gristmill.yaml"), catalogue + "\n");
        return units(CatalogueReader.read(file), folder);
    }

    static List<Unit> units(Catalogue catalogue, Path folder) {
        var planned = new Selection(List.of(), List.of(), List.of(), List.of()).of(catalogue);
        return new Units(new Store(folder.resolve("units")), Progress.none(), ImageChoices.DEFAULT, Set.of())
                .of(planned);
    }

    /** A machine that has never seen anything. */
    final class Machine implements ShardRun.Work {
        final Store store = new Store(folder.resolve("store-" + stores.size()));
        final List<Unit> built = new ArrayList<>();
        private final boolean boots;

        Machine(boolean boots) {
            this.boots = boots;
            stores.add(store);
        }

        @Override
        public boolean boots() {
            return boots;
        }

        @Override
        public void run(List<Unit> units, ShardRun.Done done) throws InterruptedException {
            for (var unit : units) {
                built.add(unit);
                var layout = OciLayout.at(store.temporary("unit"), store);
                done.unit(unit, layout.put(new ImageNames("microvm").of(List.of(packed(unit)))), layout);
            }
        }

        private PackedKernel packed(Unit unit) throws InterruptedException {
            try {
                var architecture = unit.planned().architecture();
                var place = Files.createDirectories(store.root().resolve("source-" + architecture));
                var request = Compiled.request(place, architecture);
                Compiled.remember(store, request, Optional.empty());
                var plain = Kernels.modular(place, unit.release().toString(), architecture, 1);
                var kernel = new BuiltKernel(
                        request.key(),
                        architecture,
                        plain.release(),
                        plain.kernelRelease(),
                        plain.bootFile(),
                        plain.config(),
                        plain.modules(),
                        plain.date());
                if (boots) {
                    prove(Digest.of(plain.bootFile()));
                }
                return new ImagePacker(store, Progress.none())
                        .pack(Kernels.spec(kernel, unit.planned().profile().name()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void prove(Digest bootFile) throws IOException {
            for (var vmm : Vmm.values()) {
                var file = store.proofs().resolve(bootFile.hex()).resolve(vmm + ".json");
                Files.createDirectories(file.getParent());
                Files.writeString(file, """
                        {"sha256":"%s","vmm":"%s","machine":"a machine","acceleration":"emulation","passed":true,
                         "checks":[{"name":"console","outcome":"passed"}],"log":"%s"}""".formatted(bootFile.hex(), vmm.id(), store.root()));
            }
        }

        List<ShardRun.Outcome> build(List<Unit> share) throws InterruptedException {
            return build(share, Optional.empty());
        }

        List<ShardRun.Outcome> build(List<Unit> share, Optional<Signer> signer) throws InterruptedException {
            return new ShardRun(this, client, address, signer, store, Progress.none()).run(share);
        }

        Assembly.Assembled assemble(Optional<Shares> shares, boolean proven) throws InterruptedException {
            return new Assembly(client, address, Optional.empty(), store, Progress.none()).run(units, shares, proven);
        }

        Assembly.Assembled assembleSigned(VerificationKey key) throws InterruptedException {
            return new Assembly(client, address, Optional.of(key), store, Progress.none())
                    .run(units, Optional.empty(), true);
        }

        PushReport push(OciLayout layout, List<Reference> references) throws InterruptedException {
            return new Push(client, address, layout, Progress.none()).run(references);
        }

        /** What one machine publishes that builds everything. */
        Map<Reference, Digest> alone() throws InterruptedException {
            var layout = OciLayout.at(folder.resolve("alone"), store);
            for (var unit : units) {
                layout.put(new ImageNames("microvm").of(List.of(packed(unit))));
            }
            return digests(layout, layout.references());
        }
    }

    static Map<Reference, Digest> digests(OciLayout layout, List<Reference> references) {
        var digests = new TreeMap<Reference, Digest>(java.util.Comparator.comparing(Reference::toString));
        references.forEach(
                one -> digests.put(one, layout.find(one).orElseThrow().digest()));
        return digests;
    }

    @Override
    public void close() {
        client.close();
        registry.close();
        stores.forEach(Store::close);
    }
}
