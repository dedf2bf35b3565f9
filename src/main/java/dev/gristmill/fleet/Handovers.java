package dev.gristmill.fleet;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.JsonObject;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.plan.Unit;
import dev.gristmill.provenance.BuildNote;
import dev.gristmill.registry.Attachment;
import dev.gristmill.registry.Attachments;
import dev.gristmill.registry.RegistryAddress;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.registry.RegistryImages;
import dev.gristmill.registry.RemoteImage;
import dev.gristmill.signature.Signer;
import dev.gristmill.signature.VerificationKey;
import dev.gristmill.store.Store;
import dev.gristmill.trust.SignedManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The handovers in a registry: one tag for each unit, in a repository of their own, so that a registry's own rules may
 * clear it away. The tag comes after the images that it speaks of.
 */
final class Handovers {
    /** The name of their repository, behind what stands before all names. */
    static final String REPOSITORY = "kernel-shards";

    private static final String UNIT = "application/vnd.gristmill.unit.v1+json";
    private static final String NOTE = "application/vnd.gristmill.build-note.";
    private static final int MOST_NOTES = 20;
    private static final int KEY_LENGTH = 16;

    private final RegistryClient client;
    private final RegistryAddress address;
    private final Attachments attachments;
    private final SignedManifest signatures;

    Handovers(RegistryClient client, RegistryAddress address, Store store) {
        this.client = client;
        this.address = address;
        this.attachments = new Attachments(client, address.repository(REPOSITORY), store);
        this.signatures = new SignedManifest(client, address.repository(REPOSITORY), store);
    }

    /** Under which tag that of a unit is. */
    RemoteImage place(Unit unit) {
        return new RemoteImage(address.repository(REPOSITORY), tag(unit));
    }

    private static String tag(Unit unit) {
        return "shard-" + unit.key().hex().substring(0, KEY_LENGTH) + "-"
                + unit.planned().architecture().ociName();
    }

    /**
     * That of a unit, if it is there with all its images.
     *
     * @param key who must have signed it; nothing, if everybody who may write there is believed
     * @throws StepException if what is there cannot be read, or is of another unit
     */
    Optional<Handover> find(Unit unit, Optional<VerificationKey> key) throws InterruptedException {
        var there = there(unit);
        if (there.isEmpty() || key.isPresent() && !signatures.isSigned(there.get(), key.get())) {
            return Optional.empty();
        }
        // By digest: the tag may stand for something else by now.
        var files = attachments.tagged(there.get().digest().toString());
        try {
            var handover = Handover.from(document(files), unit, notes(files));
            return hasImages(handover) ? Optional.of(handover) : Optional.empty();
        } catch (MalformedJsonException e) {
            throw new StepException(
                    Problem.of("what was handed over of " + unit + " cannot be read")
                            .where(place(unit))
                            .found(e.getMessage() == null ? e : e.getMessage())
                            .remedy("delete that tag and build the unit again"),
                    e);
        }
    }

    private Optional<Descriptor> there(Unit unit) throws InterruptedException {
        return new RegistryImages(client, address.repository(REPOSITORY)).find(tag(unit));
    }

    private JsonObject document(List<Attachment> files) throws MalformedJsonException, InterruptedException {
        for (var file : files) {
            if (file.blob().mediaType().equals(UNIT)) {
                return JsonObject.parse(attachments.content(file.blob()));
            }
        }
        throw new MalformedJsonException("layers", "one of " + UNIT, "none");
    }

    private List<BuildNote> notes(List<Attachment> files) throws MalformedJsonException, InterruptedException {
        if (files.size() > MOST_NOTES) {
            throw new MalformedJsonException("layers", "at most " + MOST_NOTES, files.size());
        }
        var notes = new ArrayList<BuildNote>();
        for (var kind : BuildNote.Kind.values()) {
            for (var file : files) {
                if (file.blob().mediaType().equals(mediaType(kind))) {
                    notes.add(new BuildNote(kind, attachments.content(file.blob())));
                }
            }
        }
        return notes;
    }

    private boolean hasImages(Handover handover) throws InterruptedException {
        for (var image : handover.images()) {
            var images = new RegistryImages(
                    client, address.repository(image.reference().name()));
            if (images.find(image.manifest().digest().toString()).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Where two machines hand over the same unit at once, either's is as good.
     *
     * @param signer signs it, if anybody does
     */
    void put(Handover handover, Optional<Signer> signer) throws InterruptedException {
        var files = new ArrayList<Attachment>();
        files.add(file(UNIT, handover.json().bytes()));
        for (var note : handover.notes()) {
            files.add(file(mediaType(note.kind()), note.content()));
        }
        var manifest = attachments.put(files);
        if (signer.isPresent()) {
            signatures.sign(manifest.digest(), signer.get());
        }
        try {
            attachments.tag(tag(handover.unit()), files);
        } catch (StepException e) {
            if (find(handover.unit(), signer.map(Signer::key)).isEmpty()) {
                throw e;
            }
        }
    }

    private Attachment file(String mediaType, byte[] content) throws InterruptedException {
        return new Attachment(attachments.upload(mediaType, content), new TreeMap<>());
    }

    private static String mediaType(BuildNote.Kind kind) {
        return NOTE
                + switch (kind) {
                    case RECORD -> "record.v1";
                    case SOURCES -> "sources.v1";
                    case PROOF -> "proof.v1+json";
                };
    }
}
