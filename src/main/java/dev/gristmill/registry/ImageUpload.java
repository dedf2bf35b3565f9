package dev.gristmill.registry;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.PackedImage;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** Brings one packed image to a registry: blobs, then the manifest under its digest, then a tag. */
public final class ImageUpload {
    private final RegistryClient client;
    private final Repository repository;

    public ImageUpload(RegistryClient client, Repository repository) {
        this.client = client;
        this.repository = repository;
    }

    /**
     * Brings it; no tag stands for it yet.
     *
     * @param blobs where its blobs are
     * @param manifest as it was packed
     * @param reached is told how many bytes of the layer the registry has
     * @throws dev.gristmill.model.StepException if the registry does not take it
     */
    public void run(PackedImage image, Function<Descriptor, Path> blobs, byte[] manifest, LongConsumer reached)
            throws InterruptedException {
        upload(image.config(), blobs, bytes -> {});
        upload(image.layer(), blobs, reached);
        tag(image, manifest, image.manifest().digest().toString());
    }

    /** Makes a tag stand for what was brought. */
    public void tag(PackedImage image, byte[] manifest, String tag) throws InterruptedException {
        client.putManifest(repository, tag, image.manifest(), manifest);
    }

    private void upload(Descriptor blob, Function<Descriptor, Path> blobs, LongConsumer reached)
            throws InterruptedException {
        new BlobUpload(client, repository, blob, blobs.apply(blob), reached).run(Optional.empty());
    }
}
