package dev.gristmill.builder;

import dev.gristmill.image.CountedStream;
import dev.gristmill.image.Descriptor;
import dev.gristmill.image.LayerStream;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.progress.Progress;
import dev.gristmill.store.Folders;
import dev.gristmill.store.Store;
import dev.gristmill.toolchain.BuilderRoots;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;

/** Layers of builders on their way into the store: each is unpacked once, and appears whole or not at all. */
final class BuilderStore {
    private final Store store;
    private final Progress progress;
    private final BuilderRoots roots;

    BuilderStore(Store store, Progress progress) {
        this.store = store;
        this.progress = progress;
        this.roots = new BuilderRoots(store);
    }

    /** Where a layer comes from. */
    interface Origin {
        /** Its bytes, packed; fails at the end at the latest if they are not those of its digest. */
        InputStream open() throws IOException, InterruptedException;
    }

    /**
     * Unpacks a layer unless it is there.
     *
     * @throws StepException if it cannot be had, is another one, or cannot be unpacked; nothing is left of it then
     */
    void unpack(Descriptor layer, Origin origin) throws InterruptedException {
        try (var _ = store.lock("builder-" + layer.digest().hex())) {
            if (!roots.has(layer.digest())) {
                unpackLocked(layer, origin);
            }
        }
    }

    private void unpackLocked(Descriptor layer, Origin origin) throws InterruptedException {
        var work = store.temporary("builder");
        try (var task = progress.begin("builder " + layer.digest().abbreviated(), "unpack", Progress.Unit.BYTES)) {
            task.expect(layer.size());
            try (var packed = new CountedStream(origin.open(), task::reached);
                    var tar = LayerStream.unpacked(packed, layer)) {
                RootUnpacking.run(tar, work);
                packed.transferTo(OutputStream.nullOutputStream()); // the end is where the digest is checked
            }
            store.publish(work, roots.entry(layer.digest()));
            task.done("unpacked");
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the builder cannot be unpacked; nothing was kept of it")
                            .where(layer.digest())
                            .found(e.getMessage() == null ? e : e.getMessage())
                            .remedy("run the same again; if it stays, create the builder anew"),
                    e);
        } finally {
            remove(work);
        }
    }

    private static void remove(Path work) {
        try {
            Folders.delete(work);
        } catch (IOException e) {
            // The store removes it at the end of the run, or at the beginning of the next.
        }
    }
}
