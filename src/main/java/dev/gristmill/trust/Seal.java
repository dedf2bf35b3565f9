package dev.gristmill.trust;

import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.registry.Attachment;
import dev.gristmill.registry.Attachments;
import dev.gristmill.signature.Bundle;
import dev.gristmill.signature.Claim;
import dev.gristmill.signature.Envelope;
import dev.gristmill.signature.Signer;
import dev.gristmill.signature.SimpleSigning;
import dev.gristmill.signature.Statement;
import dev.gristmill.trust.Testimony.Form;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one key hangs on one image. Each method says whether there was anything to do. */
final class Seal {
    private static final String CONTENT = "dev.sigstore.bundle.content";
    private static final String PREDICATE_TYPE = "dev.sigstore.bundle.predicateType";

    private final Attachments attachments;
    private final Subject subject;
    private final Signer signer;
    private @Nullable Testimony before;

    Seal(Attachments attachments, Subject subject, Signer signer) {
        this.attachments = attachments;
        this.subject = subject;
        this.signer = signer;
    }

    boolean signByTag() throws InterruptedException {
        if (before().signed().contains(Form.TAG)) {
            return false;
        }
        var payload = SimpleSigning.payload(
                subject.repository().toString(), subject.descriptor().digest());
        var signature = Base64.getEncoder().encodeToString(signer.sign(payload));
        var blob = attachments.upload(SimpleSigning.MEDIA_TYPE, payload);
        append(".sig", new Attachment(blob, new TreeMap<>(Map.of(SimpleSigning.SIGNATURE, signature))));
        return true;
    }

    boolean signByBundle() throws InterruptedException {
        if (before().signed().contains(Form.BUNDLE)) {
            return false;
        }
        refer(Statement.SIGNED, subject.statement(Claim.SIGNED));
        return true;
    }

    /** @param bytes of the statement */
    boolean attestByTag(String predicateType, byte[] bytes) throws InterruptedException {
        if (isThere(Form.TAG, bytes)) {
            return false;
        }
        var blob = attachments.upload(
                Envelope.MEDIA_TYPE, Envelope.sign(bytes, signer).bytes());
        var annotations = new TreeMap<>(Map.of(SimpleSigning.SIGNATURE, "", "predicateType", predicateType));
        replace(predicateType, new Attachment(blob, annotations));
        return true;
    }

    /** @param bytes of the statement */
    boolean attestByBundle(String predicateType, byte[] bytes) throws InterruptedException {
        if (isThere(Form.BUNDLE, bytes)) {
            return false;
        }
        refer(predicateType, bytes);
        return true;
    }

    private void refer(String predicateType, byte[] bytes) throws InterruptedException {
        var bundle = Bundle.of(Envelope.sign(bytes, signer), signer.key());
        var blob = attachments.upload(Bundle.MEDIA_TYPE, bundle);
        var annotations = new TreeMap<>(Map.of(CONTENT, "dsse-envelope", PREDICATE_TYPE, predicateType));
        attachments.refer(subject.descriptor(), blob, annotations);
    }

    private boolean isThere(Form form, byte[] bytes) throws InterruptedException {
        return before().statements().stream()
                .anyMatch(sworn -> sworn.form() == form && Arrays.equals(sworn.payload(), bytes));
    }

    private void append(String suffix, Attachment attachment) throws InterruptedException {
        var tag = Attachments.tag(subject.descriptor().digest(), suffix);
        var all = new ArrayList<>(attachments.tagged(tag));
        all.add(attachment);
        attachments.tag(tag, all);
    }

    /** In place of what this key said of the same kind before. */
    private void replace(String predicateType, Attachment attachment) throws InterruptedException {
        var tag = Attachments.tag(subject.descriptor().digest(), ".att");
        var all = new ArrayList<Attachment>();
        for (var other : attachments.tagged(tag)) {
            if (!isOurs(other, predicateType)) {
                all.add(other);
            }
        }
        all.add(attachment);
        attachments.tag(tag, all);
    }

    private boolean isOurs(Attachment other, String predicateType) throws InterruptedException {
        if (!predicateType.equals(other.annotations().get("predicateType"))) {
            return false;
        }
        try {
            return Envelope.parse(attachments.content(other.blob())).isSignedBy(signer.key());
        } catch (MalformedJsonException e) {
            return false;
        }
    }

    private Testimony before() throws InterruptedException {
        var known = before;
        if (known == null) {
            known = Testimony.of(attachments, subject.descriptor(), signer.key());
            before = known;
        }
        return known;
    }
}
