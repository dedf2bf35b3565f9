package dev.gristmill.registry;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.PackedImage;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** Brings one packed image to a registry: blobs, then the manifest under its tag. */
public final class ImageUpload {
    private final RegistryClient client;
    private final Repository repository;

    public ImageUpload(RegistryClient client, Repository repository) {
        this.client = client;
        this.repository = repository;
    }

    /**
     * Brings it.
     *
     * @param blobs where its blobs are
     * @param manifest as it was packed
     * @param reached is told how many bytes of the layer the registry has
     * @throws dev.gristmill.model.StepException if the registry does not take it
     */
    public void run(
            PackedImage image, Function<Descriptor, Path> blobs, byte[] manifest, String tag, LongConsumer reached)
            throws InterruptedException {
        upload(image.config(), blobs, bytes -> {});
        upload(image.layer(), blobs, reached);
        client.putManifest(repository, tag, image.manifest(), manifest);
    }

    private void upload(Descriptor blob, Function<Descriptor, Path> blobs, LongConsumer reached)
            throws InterruptedException {
        new BlobUpload(client, repository, blob, blobs.apply(blob), reached).run(Optional.empty());
    }
}
