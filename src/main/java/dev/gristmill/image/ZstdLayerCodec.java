package dev.gristmill.image;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import java.io.IOException;
import java.io.OutputStream;

/**
 * zstd (RFC 8878) of one version, that of the library which comes with us, at one level. Any number of workers gives
 * the same bytes, but none at all gives others.
 */
record ZstdLayerCodec(OutputStream stream) implements LayerCodec {
    private static final int LEVEL = 9;
    private static final int MOST_WORKERS = 4;

    static ZstdLayerCodec on(OutputStream out) throws IOException {
        try {
            var zstd = new ZstdOutputStreamNoFinalizer(out, LEVEL);
            int workers = Math.min(MOST_WORKERS, Runtime.getRuntime().availableProcessors());
            return new ZstdLayerCodec(zstd.setChecksum(true).setWorkers(workers));
        } catch (UnsatisfiedLinkError | ExceptionInInitializerError | NoClassDefFoundError e) {
            throw new StepException(
                    Problem.of("zstd cannot be used on this machine")
                            .expected(
                                    "Linux on amd64 or arm64, and a folder for temporary files that may hold programs")
                            .found(e)
                            .remedy("say 'compression: gzip' in the catalogue"),
                    e);
        }
    }

    @Override
    public void cut() {
        // A reader gets nothing from it, and nothing is remembered here.
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
