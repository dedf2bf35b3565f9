package dev.gristmill.trust;

import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.kernel.BuildRecords;
import dev.gristmill.kernel.BuiltKernels;
import dev.gristmill.model.Digest;
import dev.gristmill.provenance.BootProofs;
import dev.gristmill.provenance.CycloneDx;
import dev.gristmill.provenance.KernelImage;
import dev.gristmill.provenance.SlsaProvenance;
import dev.gristmill.provenance.Spdx;
import dev.gristmill.signature.Claim;
import dev.gristmill.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the store knows of the kernels in images, by the build key that an image names. */
public final class StoredEvidence implements Evidence {
    static final String BUILD_KEY = "dev.gristmill.kernel.build-key";
    static final String BOOT_FILE = "dev.gristmill.kernel.sha256";

    private final Store store;
    private final BuiltKernels kernels;
    private final BuildRecords records;

    public StoredEvidence(Store store) {
        this.store = store;
        this.kernels = new BuiltKernels(store);
        this.records = new BuildRecords(store);
    }

    @Override
    public Gathered of(Subject subject) {
        try {
            return subject.isIndex() ? ofIndex(subject) : ofImage(subject);
        } catch (MalformedJsonException e) {
            return nothing("the manifest cannot be read: " + e.getMessage());
        }
    }

    private Gathered ofImage(Subject subject) throws MalformedJsonException {
        var annotations = subject.document().texts("annotations");
        var record = digest(annotations, BUILD_KEY).flatMap(records::find);
        if (record.isEmpty()) {
            return nothing("this store has no record of the build; 'gristmill build' writes it");
        }
        var sources = kernels.sources(record.get().buildKey());
        var image = new KernelImage(
                subject.repository().name(), subject.descriptor().digest(), annotations, record.get(), sources);
        var claims = new ArrayList<>(List.of(
                new Claim(SlsaProvenance.PREDICATE_TYPE, json -> SlsaProvenance.write(image, json)),
                new Claim(Spdx.PREDICATE_TYPE, json -> Spdx.write(image, json)),
                new Claim(CycloneDx.PREDICATE_TYPE, json -> CycloneDx.write(image, json))));
        digest(annotations, BOOT_FILE)
                .map(file -> BootProofs.find(store, file))
                .filter(proofs -> !proofs.isEmpty())
                .ifPresent(proofs -> claims.add(new Claim(BootProofs.PREDICATE_TYPE, proofs::write)));
        return new Gathered(claims, Map.of());
    }

    private static Gathered ofIndex(Subject subject) throws MalformedJsonException {
        var images = images(subject);
        return new Gathered(
                List.of(new Claim(
                        SlsaProvenance.PREDICATE_TYPE,
                        json -> SlsaProvenance.writeIndex(subject.repository().name(), images, json))),
                Map.of());
    }

    /** What an index is over: digests by architecture. */
    static SortedMap<String, Digest> images(Subject subject) throws MalformedJsonException {
        var images = new TreeMap<String, Digest>();
        for (var entry : subject.document().objects("manifests")) {
            images.put(entry.object("platform").string("architecture"), entry.digest("digest"));
        }
        return images;
    }

    private static Optional<Digest> digest(SortedMap<String, String> annotations, String key) {
        var text = annotations.getOrDefault(key, "");
        try {
            return Optional.of(text.startsWith("sha256:") ? Digest.parse(text) : new Digest(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Gathered nothing(String reason) {
        return new Gathered(List.of(), Map.of("provenance", reason, "sbom", reason));
    }
}
