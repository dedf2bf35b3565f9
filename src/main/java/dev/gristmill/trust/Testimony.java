package dev.gristmill.trust;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.registry.Attachment;
import dev.gristmill.registry.Attachments;
import dev.gristmill.signature.Bundle;
import dev.gristmill.signature.Envelope;
import dev.gristmill.signature.SimpleSigning;
import dev.gristmill.signature.Statement;
import dev.gristmill.signature.VerificationKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the holder of one key says of one image. Whatever else hangs on the image is not believed, and the reason kept.
 *
 * @param signed in which forms the image itself is signed
 * @param statements that are signed and about this image
 * @param badSignatures why other signatures do not count
 * @param badAttestations why other attestations do not count, which may be signatures too
 */
record Testimony(Set<Form> signed, List<Sworn> statements, List<String> badSignatures, List<String> badAttestations) {

    /** How a signature hangs on an image. */
    enum Form {
        TAG,
        BUNDLE
    }

    /** A statement with its form and its very bytes. */
    record Sworn(Form form, Statement statement, byte[] payload) {
        boolean isOf(String predicateType) {
            return statement.predicateType().equals(predicateType);
        }
    }

    static Testimony of(Attachments attachments, Descriptor image, VerificationKey key) throws InterruptedException {
        var reader = new Reader(attachments, image, key);
        reader.readSignatures();
        reader.readAttestations();
        return new Testimony(
                reader.signed,
                List.copyOf(reader.statements),
                List.copyOf(reader.badSignatures),
                List.copyOf(reader.badAttestations));
    }

    /** The statements of that kind, each once though it hangs there in two forms. */
    List<Statement> of(String predicateType) {
        var seen = new LinkedHashSet<String>();
        return statements.stream()
                .filter(sworn -> sworn.isOf(predicateType))
                .filter(sworn ->
                        seen.add(dev.gristmill.model.Digest.of(sworn.payload()).hex()))
                .map(Sworn::statement)
                .toList();
    }

    private static final class Reader {
        private final Attachments attachments;
        private final Descriptor image;
        private final VerificationKey key;
        private final Set<Form> signed = new LinkedHashSet<>();
        private final List<Sworn> statements = new ArrayList<>();
        private final Set<String> badSignatures = new LinkedHashSet<>();
        private final Set<String> badAttestations = new LinkedHashSet<>();

        Reader(Attachments attachments, Descriptor image, VerificationKey key) {
            this.attachments = attachments;
            this.image = image;
            this.key = key;
        }

        void readSignatures() throws InterruptedException {
            for (var layer : attachments.tagged(Attachments.tag(image.digest(), ".sig"))) {
                if (layer.blob().mediaType().equals(SimpleSigning.MEDIA_TYPE)) {
                    readSignature(layer);
                }
            }
        }

        private void readSignature(Attachment layer) throws InterruptedException {
            try {
                var payload = attachments.content(layer.blob());
                var signature =
                        Base64.getDecoder().decode(layer.annotations().getOrDefault(SimpleSigning.SIGNATURE, ""));
                if (!key.verifies(payload, signature)) {
                    badSignatures.add("a signature that is not this key's");
                } else if (!SimpleSigning.subject(payload).equals(image.digest())) {
                    badSignatures.add("a signature of another image: " + SimpleSigning.subject(payload));
                } else {
                    signed.add(Form.TAG);
                }
            } catch (MalformedJsonException | IllegalArgumentException e) {
                badSignatures.add("a malformed signature");
            }
        }

        void readAttestations() throws InterruptedException {
            for (var layer : attachments.tagged(Attachments.tag(image.digest(), ".att"))) {
                if (layer.blob().mediaType().equals(Envelope.MEDIA_TYPE)) {
                    readEnvelope(layer, Form.TAG);
                }
            }
            for (var bundle : attachments.referrers(image.digest(), Bundle.MEDIA_TYPE)) {
                readEnvelope(bundle, Form.BUNDLE);
            }
        }

        private void readEnvelope(Attachment attachment, Form form) throws InterruptedException {
            try {
                var content = attachments.content(attachment.blob());
                var envelope = form == Form.TAG ? Envelope.parse(content) : Bundle.envelope(content);
                if (!envelope.isSignedBy(key)) {
                    badAttestations.add("an attestation that is not signed by this key");
                    return;
                }
                var statement = Statement.parse(envelope.payload());
                if (!statement.subjects().contains(image.digest())) {
                    badAttestations.add("an attestation of another image: " + statement.subjects());
                } else if (statement.predicateType().equals(Statement.SIGNED)) {
                    signed.add(form);
                } else {
                    statements.add(new Sworn(form, statement, envelope.payload()));
                }
            } catch (MalformedJsonException e) {
                badAttestations.add("a malformed attestation");
            }
        }
    }
}
