package dev.gristmill.trust;

import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.kernel.BuildRecords;
import dev.gristmill.model.Digest;
import dev.gristmill.provenance.ClaimedBuild;
import dev.gristmill.provenance.SlsaProvenance;
import dev.gristmill.registry.Attachment;
import dev.gristmill.registry.Attachments;
import dev.gristmill.signature.Bundle;
import dev.gristmill.signature.Envelope;
import dev.gristmill.signature.Statement;
import dev.gristmill.signature.VerificationKey;
import dev.gristmill.store.Store;
import java.util.Optional;

/**
 * Finds what is said of how an image was built. Nobody need be believed here: who builds it again sees whether it is
 * true. A key tells whose word it is.
 */
public final class ClaimedBuilds {
    private final Store store;
    private final Optional<VerificationKey> key;

    /** @param key whose word counts; anybody's without one */
    public ClaimedBuilds(Store store, Optional<VerificationKey> key) {
        this.store = store;
        this.key = key;
    }

    /** What this store remembers of a build; nothing where a key is asked for, since no record is signed. */
    public Optional<ClaimedBuild> inStore(Digest buildKey) {
        return key.isPresent()
                ? Optional.empty()
                : new BuildRecords(store).find(buildKey).map(ClaimedBuild::of);
    }

    /** What hangs on an image, the first that is about it and can be read. */
    public Optional<ClaimedBuild> attached(Attachments attachments, Digest image) throws InterruptedException {
        for (var bundle : attachments.referrers(image, Bundle.MEDIA_TYPE)) {
            var found = read(attachments, bundle, true, image);
            if (found.isPresent()) {
                return found;
            }
        }
        for (var layer : attachments.tagged(Attachments.tag(image, ".att"))) {
            var found = layer.blob().mediaType().equals(Envelope.MEDIA_TYPE)
                    ? read(attachments, layer, false, image)
                    : Optional.<ClaimedBuild>empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<ClaimedBuild> read(Attachments attachments, Attachment attachment, boolean bundled, Digest image)
            throws InterruptedException {
        try {
            var content = attachments.content(attachment.blob());
            var envelope = bundled ? Bundle.envelope(content) : Envelope.parse(content);
            if (key.isPresent() && !envelope.isSignedBy(key.get())) {
                return Optional.empty();
            }
            var statement = Statement.parse(envelope.payload());
            boolean fits = statement.predicateType().equals(SlsaProvenance.PREDICATE_TYPE)
                    && statement.subjects().contains(image);
            return fits ? Optional.of(ClaimedBuild.parse(statement.predicate())) : Optional.empty();
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }
}
