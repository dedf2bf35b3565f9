package dev.gristmill.trust;

import dev.gristmill.model.Digest;
import dev.gristmill.model.StepException;
import dev.gristmill.registry.Attachments;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.registry.RemoteImage;
import dev.gristmill.signature.VerificationKey;
import dev.gristmill.store.Store;
import java.util.ArrayList;
import java.util.List;

/** Whether an image in a registry is what the holder of a key says it is. Nothing is believed that the key did not sign. */
public final class Verification {
    private final RegistryClient client;
    private final VerificationKey key;
    private final Store store;

    public Verification(RegistryClient client, VerificationKey key, Store store) {
        this.client = client;
        this.key = key;
        this.store = store;
    }

    /** @param digest of what the reference stands for */
    public record Report(RemoteImage image, Digest digest, List<Finding> findings) {
        public Report {
            findings = List.copyOf(findings);
        }

        public boolean passed() {
            return findings.stream().noneMatch(Finding::failed);
        }
    }

    /** @throws StepException if there is no such image */
    public Report run(RemoteImage image) throws InterruptedException {
        var subjects = Subject.of(client, image);
        var findings = new ArrayList<Finding>();
        for (var subject : subjects) {
            findings.addAll(check(subject));
        }
        return new Report(image, subjects.getFirst().descriptor().digest(), findings);
    }

    private List<Finding> check(Subject subject) throws InterruptedException {
        var check = new Checks(subject);
        try {
            var attachments = new Attachments(client, subject.repository(), store);
            var testimony = Testimony.of(attachments, subject.descriptor(), key);
            check.signature(testimony);
        } catch (StepException e) {
            check.failed("signature", Sealing.reason(e));
        }
        return check.findings();
    }
}
