package dev.gristmill.image;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Layers as file archives. */
public final class LayerStream {
    private static final int BUFFER = 64 * 1024;

    private LayerStream() {}

    /**
     * The uncompressed tar archive in the stream of a layer's blob.
     *
     * @throws MalformedJsonException if its media type is none that layers of ours have
     */
    public static InputStream unpacked(InputStream packed, Descriptor layer) throws IOException {
        return switch (layer.mediaType()) {
            case MediaTypes.GZIP_LAYER -> new GZIPInputStream(packed, BUFFER);
            case MediaTypes.ZSTD_LAYER -> new ZstdInputStreamNoFinalizer(new BufferedInputStream(packed, BUFFER));
            default -> throw new MalformedJsonException("mediaType", "a gzip or zstd layer", layer.mediaType());
        };
    }
}
