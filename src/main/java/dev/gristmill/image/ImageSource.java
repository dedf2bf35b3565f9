package dev.gristmill.image;

import java.io.IOException;
import java.io.InputStream;

/** What images are read through: a registry or a layout. */
public interface ImageSource {

    /**
     * A manifest or index, held in memory.
     *
     * @throws dev.gristmill.model.StepException if it is missing, too large or not the one
     */
    byte[] document(Descriptor manifest) throws InterruptedException;

    /** The bytes of a blob, for the caller to close. */
    InputStream open(Descriptor blob) throws IOException;
}
