package dev.gristmill.plan;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.SaidKernel;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.registry.ImageStore;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Brings layers of images into the run's own folder of the store, wherever the images are. */
final class LayerFetch {
    private static final long LARGEST = 4L << 30;

    private final Store store;

    LayerFetch(Store store) {
        this.store = store;
    }

    /**
     * The blob of a layer, which is what its descriptor says.
     *
     * @param image the one it belongs to, for messages
     */
    Path fetch(ImageStore images, Descriptor layer, SaidKernel image) throws InterruptedException {
        if (layer.size() > LARGEST) {
            throw new StepException(Problem.of("no kernel is as large as this layer says it is")
                    .where(images.name() + "@" + image.manifest().digest())
                    .expected("up to " + LARGEST + " bytes")
                    .found(layer.size() + " bytes"));
        }
        var file = store.temporary("layer");
        // The stream proves to be what the descriptor says, or fails.
        try (var in = images.open(layer);
                var out = Files.newOutputStream(file)) {
            in.transferTo(out);
            return file;
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException();
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("a layer of the image cannot be had")
                            .where(images.name() + "@" + image.manifest().digest())
                            .expected(layer.digest())
                            .found(e),
                    e);
        }
    }
}
