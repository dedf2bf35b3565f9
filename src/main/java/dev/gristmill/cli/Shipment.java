package dev.gristmill.cli;

import dev.gristmill.image.OciLayout;
import dev.gristmill.image.Reference;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.progress.Progress;
import dev.gristmill.registry.Access;
import dev.gristmill.registry.Push;
import dev.gristmill.registry.PushReport;
import dev.gristmill.registry.RegistryAddress;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.signature.Signer;
import dev.gristmill.store.Store;
import dev.gristmill.trust.Evidence;
import dev.gristmill.trust.SealReport;
import dev.gristmill.trust.Sealing;
import dev.gristmill.trust.StoredEvidence;
import dev.gristmill.ui.Amounts;
import dev.gristmill.ui.Streams;
import dev.gristmill.ui.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.core.JsonGenerator;

/** Images on their way out: pushed to a registry, and sealed there if there is a key. */
final class Shipment {
    private final RegistryOptions registry;
    private final SigningOptions signing;

    Shipment(GlobalOptions global) {
        this.registry = new RegistryOptions(global);
        this.signing = new SigningOptions(global);
    }

    /**
     * Where images go and who signs them; asked for before long work.
     *
     * @param signer nobody, where nobody asks for signatures
     */
    record Terms(RegistryAddress address, Access access, Optional<Signer> signer) {}

    /** What came of it. */
    record Delivery(RegistryAddress address, PushReport report, Optional<SealReport> seals) {
        /** With what had been sent before. */
        Delivery after(PushReport earlier) {
            return new Delivery(address, report.after(earlier), seals);
        }
    }

    RegistryOptions registry() {
        return registry;
    }

    void addTo(CommandSpec spec) {
        registry.addTo(spec);
        signing.addTo(spec);
    }

    /** @throws InvalidInputException if no registry is named, or the key cannot be read */
    Terms terms(Store store) {
        return new Terms(registry.addressToPushTo(), registry.access(), signing.signer(store));
    }

    Delivery deliver(Terms terms, OciLayout layout, List<Reference> references, Store store, Progress progress)
            throws InterruptedException {
        return deliver(terms, layout, references, new StoredEvidence(store), store, progress);
    }

    /** To talk to the registry with; to be closed. */
    RegistryClient client(Terms terms) {
        return new RegistryClient(terms.address().host(), terms.access(), RegistryClient.Use.PUSH);
    }

    /** @param evidence what is attested of the images */
    Delivery deliver(
            Terms terms,
            OciLayout layout,
            List<Reference> references,
            Evidence evidence,
            Store store,
            Progress progress)
            throws InterruptedException {
        var address = terms.address();
        try (var client = client(terms)) {
            var push = new Push(client, address, layout, progress);
            if (terms.signer().isEmpty()) {
                return new Delivery(address, push.run(references), Optional.empty());
            }
            var sealing = new Sealing(client, terms.signer().get(), evidence, store, progress);
            var seals = new AtomicReference<SealReport>();
            // Before tags move, so that none ever stands for an image that is not signed yet.
            var report = push.run(references, images -> seals.set(sealing.run(images, signing.attestationsRequired())));
            return new Delivery(address, report, Optional.ofNullable(seals.get()));
        }
    }

    static void show(Delivery delivery) {
        show(delivery.report());
        delivery.seals().ifPresent(Seals::show);
    }

    static void write(JsonGenerator json, Delivery delivery) {
        write(json, delivery.address(), delivery.report());
        delivery.seals().ifPresent(seals -> Seals.write(json, seals));
    }

    private static void show(PushReport report) {
        var palette = Streams.outputPalette(System.getenv());
        var table = new Table().row("IMAGE", "STATE", "DIGEST");
        report.images()
                .forEach(one -> table.row(
                        one.image().toString(), word(one.state()), one.digest().toString()));
        var shown = table.lines();
        System.out.println(palette.strong(shown.getFirst()));
        shown.stream().skip(1).forEach(System.out::println);
        System.out.println("\n" + report.uploaded() + " blobs sent (" + Amounts.bytes(report.bytes()) + "), "
                + report.mounted() + " mounted from sister images");
    }

    private static void write(JsonGenerator json, RegistryAddress address, PushReport report) {
        json.writeStringProperty("registry", address.toString());
        json.writeArrayPropertyStart("images");
        for (var one : report.images()) {
            json.writeStartObject();
            json.writeStringProperty("name", one.reference().name());
            json.writeStringProperty("tag", one.reference().tag());
            json.writeStringProperty("reference", one.image().toString());
            json.writeStringProperty("digest", one.digest().toString());
            json.writeStringProperty("state", word(one.state()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberProperty("uploaded", report.uploaded());
        json.writeNumberProperty("mounted", report.mounted());
        json.writeNumberProperty("bytes", report.bytes());
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
