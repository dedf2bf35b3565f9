package dev.gristmill.registry;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.OciLayout;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An image on its way from a registry to a layout, for all its architectures. Blobs are verified while they come in and
 * become entries of the store whole or not at all; the layout changes at the very end.
 */
public final class Pull {
    private static final int BUFFER = 64 * 1024;

    private final RegistryClient client;
    private final Store store;
    private final OciLayout layout;
    private final Progress progress;

    public Pull(RegistryClient client, Store store, OciLayout layout, Progress progress) {
        this.client = client;
        this.store = store;
        this.layout = layout;
        this.progress = progress;
    }

    /**
     * @param images how many platforms it has
     * @param bytes that came over the network, of its blobs
     */
    public record Report(RemoteImage image, Descriptor root, int images, long bytes) {}

    /** @throws StepException if it is not there, cannot be had, or is not what it should be */
    public Report run(RemoteImage image) throws InterruptedException {
        var images = new RegistryImages(client, image.repository());
        try (var task = progress.begin(image.toString(), "pull", Progress.Unit.BYTES)) {
            var root = images.find(image.tag()).orElseThrow(() -> missing(image));
            var tree = ImageTree.of(images, root);
            var wanted = tree.allBlobs().stream().filter(blob -> !isHere(blob)).toList();
            long total = wanted.stream().mapToLong(Descriptor::size).sum();
            requireSpace(total);
            task.expect(total);
            var reached = new AtomicLong();
            Parallel.each(wanted, blob -> fetch(images, blob, n -> task.reached(reached.addAndGet(n))));
            var all = new ArrayList<>(tree.allBlobs());
            for (var document : tree.documents().entrySet()) {
                keep(document.getKey(), document.getValue());
                all.add(document.getKey());
            }
            layout.adopt(image.reference(), root, all);
            task.done("verified");
            return new Report(image, root, tree.manifests().size(), total);
        }
    }

    private static StepException missing(RemoteImage image) {
        return new StepException(Problem.of("the registry does not have this image")
                .where(image)
                .remedy("check its name and tag; a registry also says so of what you may not see, so log in"));
    }

    private boolean isHere(Descriptor blob) {
        return hasSize(layout.path(blob), blob.size()) || hasSize(entry(blob), blob.size());
    }

    private void fetch(RegistryImages from, Descriptor blob, java.util.function.LongConsumer received)
            throws InterruptedException {
        var file = store.temporary("blob");
        try (var in = from.open(blob)) {
            copy(in, file, received);
            store.publish(file, entry(blob));
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException();
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("a blob from the registry is not the one that was asked for; nothing was kept of it")
                            .where(from.repository() + "@" + blob.digest())
                            .found(e.getMessage() == null ? e : e.getMessage())
                            .remedy("run the same again; if it stays, the registry or a proxy before it is broken"),
                    e);
        }
    }

    private static void copy(InputStream in, Path file, java.util.function.LongConsumer received) throws IOException {
        var buffer = new byte[BUFFER];
        try (var out = Files.newOutputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                received.accept(n);
            }
        }
    }

    private void keep(Descriptor document, byte[] content) {
        var file = store.temporary("document");
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the store cannot be written").where(file).found(e), e);
        }
        store.publish(file, entry(document));
    }

    /** A registry may promise any size. */
    private void requireSpace(long total) {
        try {
            Files.createDirectories(store.root());
            long free = Files.getFileStore(store.root()).getUsableSpace();
            if (total < 0 || total > free) {
                throw new StepException(Problem.of("there is no room for this image")
                        .where(store.root())
                        .expected(total + " bytes")
                        .found(free + " bytes free")
                        .remedy("free some space, or name another folder with --store"));
            }
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the store cannot be written")
                            .where(store.root())
                            .found(e),
                    e);
        }
    }

    private Path entry(Descriptor blob) {
        return store.blobs().resolve(blob.digest().hex());
    }

    private static boolean hasSize(Path file, long size) {
        try {
            return Files.isRegularFile(file) && Files.size(file) == size;
        } catch (IOException e) {
            return false;
        }
    }
}
