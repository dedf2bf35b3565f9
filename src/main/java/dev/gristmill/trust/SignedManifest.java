package dev.gristmill.trust;

import dev.gristmill.image.Descriptor;
import dev.gristmill.model.Digest;
import dev.gristmill.registry.Attachments;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.registry.RemoteImage;
import dev.gristmill.registry.Repository;
import dev.gristmill.signature.Signer;
import dev.gristmill.signature.VerificationKey;
import dev.gristmill.store.Store;

/** The signature of a manifest that machines of one owner leave for each other, in the form of a tag alone. */
public final class SignedManifest {
    private final RegistryClient client;
    private final Repository repository;
    private final Store store;

    /** Of the manifests of that repository. */
    public SignedManifest(RegistryClient client, Repository repository, Store store) {
        this.client = client;
        this.repository = repository;
        this.store = store;
    }

    /** Signs it, unless that key has signed it before. */
    public void sign(Digest manifest, Signer by) throws InterruptedException {
        var subject = Subject.root(client, new RemoteImage(repository, manifest.toString()));
        new Seal(new Attachments(client, repository, store), subject, by).signByTag();
    }

    /** Whether that key has signed it, in any form. */
    public boolean isSigned(Descriptor manifest, VerificationKey key) throws InterruptedException {
        var attachments = new Attachments(client, repository, store);
        return !Testimony.of(attachments, manifest, key).signed().isEmpty();
    }
}
