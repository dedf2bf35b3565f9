package dev.gristmill.builder;

import dev.gristmill.catalogue.BuilderChoice;
import dev.gristmill.image.Descriptor;
import dev.gristmill.image.JsonObject;
import dev.gristmill.model.Architecture;
import dev.gristmill.model.Digest;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.registry.Access;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.registry.RegistryImages;
import dev.gristmill.registry.RemoteImage;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Builders from registries. Of an image only the layer for this machine is fetched, and verified while it comes in. */
public final class BuilderPull {
    private final Store store;
    private final Progress progress;

    public BuilderPull(Store store, Progress progress) {
        this.store = store;
        this.progress = progress;
    }

    /** Which layer an image has for this machine, if it was pulled before. */
    public static Optional<Digest> known(Digest image, Store store) {
        try {
            return Optional.of(Digest.parse(Files.readString(memory(image, store))));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Fetches a builder into the store, unless it is there.
     *
     * @return the digest of its layer
     * @throws StepException if it is not there, is not for this machine, or is not what its digest says
     */
    public Digest run(BuilderChoice.Image image) throws InterruptedException {
        return with(
                image, (images, layer) -> new BuilderStore(store, progress).unpack(layer, () -> images.open(layer)));
    }

    /**
     * The digest of its layer for this machine, without fetching that.
     *
     * @throws StepException if it is not there, is not for this machine, or is not what its digest says
     */
    public Digest name(BuilderChoice.Image image) throws InterruptedException {
        return with(image, (images, layer) -> {});
    }

    private interface Use {
        void of(RegistryImages images, Descriptor layer) throws InterruptedException;
    }

    private Digest with(BuilderChoice.Image image, Use use) throws InterruptedException {
        var remote = RemoteImage.parse(image.toString(), Optional.empty());
        var access = new Access(Optional.empty(), image.insecure(), System.getenv());
        try (var client = new RegistryClient(remote.repository().host(), access, RegistryClient.Use.PULL)) {
            var images = new RegistryImages(client, remote.repository());
            var root = images.find(remote.tag()).orElseThrow(() -> missing(image));
            var layer = layer(images, root, image);
            use.of(images, layer);
            store.publishText(layer.digest().toString(), memory(image.digest(), store));
            return layer.digest();
        }
    }

    private static Descriptor layer(RegistryImages images, Descriptor root, BuilderChoice.Image image)
            throws InterruptedException {
        try {
            var document = parsed(images, root, image.digest());
            if (document.has("manifests")) {
                var manifest = forThisMachine(document, image);
                document = parsed(images, manifest, manifest.digest());
            }
            var layers = document.objects("layers");
            if (layers.size() != 1) {
                throw new IOException("an image of " + layers.size() + " layers");
            }
            return Descriptor.from(layers.getFirst());
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("this image is no builder")
                            .where(image)
                            .expected("an image of one layer, as 'gristmill builder create' makes it")
                            .found(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static JsonObject parsed(RegistryImages images, Descriptor document, Digest wanted)
            throws IOException, InterruptedException {
        var content = images.document(document);
        var found = Digest.of(content);
        if (!found.equals(wanted)) {
            throw new IOException("expected " + wanted + ", found " + found);
        }
        return JsonObject.parse(content);
    }

    private static Descriptor forThisMachine(JsonObject index, BuilderChoice.Image image) throws IOException {
        var here = Architecture.ofThisMachine().map(Architecture::ociName).orElse(System.getProperty("os.arch"));
        for (var entry : index.objects("manifests")) {
            if (entry.object("platform").string("architecture").equals(here)) {
                return Descriptor.from(entry);
            }
        }
        throw new StepException(Problem.of("the builder does not run on this machine")
                .where(image)
                .expected("an image for " + here)
                .remedy("create one here: gristmill builder create, and 'builder: local' in the catalogue"));
    }

    private static StepException missing(BuilderChoice.Image image) {
        return new StepException(Problem.of("the registry does not have this builder")
                .where(image)
                .remedy("check its name and digest, or log in; 'gristmill builder create' makes one here"));
    }

    private static Path memory(Digest image, Store store) {
        return store.memory().resolve("builder-" + image.hex());
    }
}
