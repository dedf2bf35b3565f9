package dev.gristmill.registry;

import dev.gristmill.image.Descriptor;
import dev.gristmill.image.ImageSource;
import java.io.InputStream;
import java.util.Optional;

/**
 * One image name somewhere, to be read from: in a registry or in a layout. What comes out is what its descriptor says,
 * or an error.
 */
public sealed interface ImageStore extends ImageSource permits LayoutImages, RegistryImages {

    /** The name, without registry and folders: {@code firecracker-kernel-bin}. */
    String name();

    /** The images of another name, without registry and folders, at the same place. */
    ImageStore sister(String name);

    /** What that tag or digest stands for; nothing if it is not there. */
    Optional<Descriptor> find(String tag) throws InterruptedException;

    /**
     * A manifest or index, held in memory.
     *
     * @throws dev.gristmill.model.StepException if it is missing, too large or not the one
     */
    @Override
    byte[] document(Descriptor manifest) throws InterruptedException;

    /**
     * The bytes of a blob. Reading fails with an {@link java.io.IOException} or a {@link
     * dev.gristmill.model.StepException} at the end of a blob that is another one, and before it grows too long.
     */
    @Override
    InputStream open(Descriptor blob);
}
