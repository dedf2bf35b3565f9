package dev.gristmill.image;

import dev.gristmill.gzip.ChunkMemory;
import dev.gristmill.gzip.GzipStream;
import dev.gristmill.model.Compression;
import java.io.IOException;
import java.io.OutputStream;

/** Compresses a layer so that the same content gives the same bytes. */
sealed interface LayerCodec extends AutoCloseable permits LayerCodec.Gzip, ZstdLayerCodec {

    /** What is written here arrives compressed. */
    OutputStream stream();

    /** A folder at the top of the image begins. */
    void cut() throws IOException;

    @Override
    void close() throws IOException;

    static LayerCodec of(Compression compression, OutputStream out, ChunkMemory chunks) throws IOException {
        return switch (compression) {
            case GZIP -> new Gzip(new GzipStream(out, chunks));
            case ZSTD -> ZstdLayerCodec.on(out);
        };
    }

    static String mediaType(Compression compression) {
        return switch (compression) {
            case GZIP -> MediaTypes.GZIP_LAYER;
            case ZSTD -> MediaTypes.ZSTD_LAYER;
        };
    }

    record Gzip(GzipStream stream) implements LayerCodec {
        @Override
        public void cut() throws IOException {
            stream.cut();
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
