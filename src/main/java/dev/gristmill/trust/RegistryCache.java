package dev.gristmill.trust;

import static dev.gristmill.progress.Progress.Unit.BYTES;

import dev.gristmill.image.CountedStream;
import dev.gristmill.image.Descriptor;
import dev.gristmill.image.FolderImagePacker;
import dev.gristmill.image.JsonObject;
import dev.gristmill.image.LayerStream;
import dev.gristmill.image.LayerUnpacking;
import dev.gristmill.kernel.BuildCache;
import dev.gristmill.model.Digest;
import dev.gristmill.model.GristmillException;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.registry.Access;
import dev.gristmill.registry.ImageUpload;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.registry.RegistryClient.Use;
import dev.gristmill.registry.RegistryImages;
import dev.gristmill.registry.Repository;
import dev.gristmill.signature.Signer;
import dev.gristmill.signature.VerificationKey;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Kernels and configurations in a repository of a registry: each the files of its entry in the store, as an image under
 * its key. What comes out has the content that its manifest names and the seal that it was stored with; who may write there is
 * believed that it belongs to the key, unless a signature is asked for. Safe for use by several threads.
 */
public final class RegistryCache implements BuildCache {
    private static final long LARGEST = 4L << 30;

    private final Place place;
    private final Optional<Signer> signer;
    private final Store store;
    private final Progress progress;
    private final Set<Digest> unfit = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean unreadable = new AtomicBoolean();
    private final AtomicBoolean unwritable = new AtomicBoolean();

    /** Packing takes memory, and all kernels that are ready come at once. */
    private final Semaphore bringing = new Semaphore(1, true);

    /**
     * Where it is.
     *
     * @param key of whoever signs what counts; nothing, if everything counts
     */
    public record Place(Repository repository, Access access, Optional<VerificationKey> key) {}

    /** @param signer signs what is brought there, if anybody does */
    public RegistryCache(Place place, Optional<Signer> signer, Store store, Progress progress) {
        this.place = place;
        this.signer = signer;
        this.store = store;
        this.progress = progress;
    }

    @Override
    public <T> Optional<T> fetch(Item item, Path folder, Taking<T> taking) throws InterruptedException {
        if (unreadable.get()) {
            return Optional.empty();
        }
        try (var client = client(Use.PULL)) {
            var images = new RegistryImages(client, place.repository());
            var root = images.find(item.key().hex());
            if (root.isEmpty()) {
                return Optional.empty();
            }
            requireTrusted(client, root.get());
            unpack(images, layer(images, root.get(), item), item, folder);
            var taken = taking.take(folder);
            store.publishText("", note(item));
            return Optional.of(taken);
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException();
        } catch (IOException e) {
            leave(item, e);
        } catch (GristmillException e) {
            // What is asked for first may be missing; what that refers to may not.
            if (e instanceof StepException step && RegistryClient.isMissing(step)) {
                leave(item, e);
            } else if (!unreadable.getAndSet(true)) {
                progress.warn("the cache " + place.repository() + " cannot be used; " + instead(item) + "\n"
                        + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private void leave(Item item, Exception failure) {
        unfit.add(item.key());
        progress.warn("what the cache " + place.repository() + " has for " + item.subject() + " is not taken; "
                + instead(item) + "\n" + failure.getMessage());
    }

    private static String instead(Item item) {
        return switch (item.kind()) {
            case KERNEL -> "compiling";
            case CONFIGURATION -> "doing without";
        };
    }

    private void requireTrusted(RegistryClient client, Descriptor root) throws IOException, InterruptedException {
        var key = place.key();
        if (key.isPresent() && !signatures(client).isSigned(root, key.get())) {
            throw new IOException("it is not signed by the catalogue's key");
        }
    }

    private static Descriptor layer(RegistryImages images, Descriptor root, Item item)
            throws IOException, InterruptedException {
        var manifest = JsonObject.parse(images.document(root));
        var layers = manifest.objects("layers");
        var key = manifest.texts("annotations").getOrDefault(annotation(item), "nothing");
        if (layers.size() != 1 || !key.equals(item.key().toString())) {
            throw new IOException("under the tag of " + item.key() + " it has " + layers.size() + " layers of " + key);
        }
        var layer = Descriptor.from(layers.getFirst());
        if (layer.size() > LARGEST) {
            throw new IOException("a layer of " + layer.size() + " bytes");
        }
        return layer;
    }

    private static String annotation(Item item) {
        return switch (item.kind()) {
            case KERNEL -> "dev.gristmill.kernel.build-key";
            case CONFIGURATION -> "dev.gristmill.kernel.configuration-key";
        };
    }

    private void unpack(RegistryImages images, Descriptor layer, Item item, Path folder) throws IOException {
        try (var task = progress.begin(item.subject(), "fetch", BYTES)) {
            task.expect(layer.size());
            Files.createDirectories(folder);
            try (var blob = new CountedStream(images.open(layer), task::reached);
                    var tar = LayerStream.unpacked(blob, layer)) {
                LayerUnpacking.into(folder, tar);
                blob.transferTo(OutputStream.nullOutputStream()); // to its end, where it proves to be the one
            }
            task.done("from the cache");
        }
    }

    @Override
    public void offer(Item item, Instant date, Path folder) throws InterruptedException {
        if (unwritable.get() || unreadable.get() || Files.exists(note(item))) {
            return;
        }
        if (place.key().isPresent() && signer.isEmpty()) {
            refuse("what is not signed does not count there, and there is no key to sign with");
            return;
        }
        bringing.acquire();
        try (var client = client(Use.PUSH);
                var _ = store.lock("cache-" + item.key().hex())) {
            if (!dev.gristmill.store.Seal.holds(folder).orElse(true)) {
                throw new IOException("the kernel in this store is damaged; 'gristmill store verify' removes it");
            }
            if (unfit.contains(item.key()) || !isThere(client, item)) {
                bring(client, item, date, folder);
            }
            store.publishText("", note(item));
        } catch (GristmillException | IOException e) {
            refuse(String.valueOf(e.getMessage()));
        } finally {
            bringing.release();
        }
    }

    private boolean isThere(RegistryClient client, Item item) throws InterruptedException {
        return new RegistryImages(client, place.repository())
                .find(item.key().hex())
                .isPresent();
    }

    /** That this item was there once, so that nobody is asked again; what it says is of no account. */
    private Path note(Item item) {
        var cache = Digest.of(place.repository().toString()).abbreviated();
        return store.memory()
                .resolve("cached")
                .resolve(cache)
                .resolve(item.key().hex());
    }

    private void refuse(String reason) {
        if (!unwritable.getAndSet(true)) {
            progress.note("nothing is brought to the cache " + place.repository() + ": " + reason);
        }
    }

    private void bring(RegistryClient client, Item item, Instant date, Path folder)
            throws IOException, InterruptedException {
        var packer = new FolderImagePacker(store, progress);
        var about = new TreeMap<String, String>();
        about.put(annotation(item), item.key().toString());
        var image = packer.pack(folder, item.subject() + " for the cache", item.architecture(), date, about);
        try (var task = progress.begin(item.subject(), "bring to the cache", BYTES)) {
            task.expect(image.layer().size());
            var manifest = Files.readAllBytes(packer.blob(image.manifest()));
            var upload = new ImageUpload(client, place.repository());
            upload.run(image, packer::blob, manifest, task::reached);
            if (signer.isPresent()) {
                signatures(client).sign(image.manifest().digest(), signer.get());
            }
            upload.tag(image, manifest, item.key().hex());
            task.done("for others");
        } finally {
            packer.forget(image);
        }
    }

    private SignedManifest signatures(RegistryClient client) {
        return new SignedManifest(client, place.repository(), store);
    }

    private RegistryClient client(Use use) {
        return RegistryClient.impatient(place.repository().host(), place.access(), use);
    }
}
