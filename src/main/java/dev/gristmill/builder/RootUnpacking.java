package dev.gristmill.builder;

import dev.gristmill.image.LayerUnpacking;
import dev.gristmill.store.Seal;
import dev.gristmill.toolchain.BuilderRoots;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Unpacks a builder's layer. */
final class RootUnpacking {
    private RootUnpacking() {}

    /**
     * Unpacks and seals.
     *
     * @param layer the tar stream, uncompressed; read to its end and left open
     * @param entry the folder that becomes an entry of the store; nothing is there yet
     */
    static void run(InputStream layer, Path entry) throws IOException {
        LayerUnpacking.into(Files.createDirectories(BuilderRoots.rootIn(entry)), layer);
        Seal.put(entry);
    }
}
