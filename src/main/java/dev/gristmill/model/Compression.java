package dev.gristmill.model;

import java.util.Arrays;
import java.util.Optional;

/** How an image's layer is compressed. */
public enum Compression {
    /** What every reader of images takes. */
    GZIP,
    /** Smaller and quicker to unpack; umoci 0.4 and Docker's schema conversion, for example, do not take it. */
    ZSTD;

    public String id() {
        return switch (this) {
            case GZIP -> "gzip";
            case ZSTD -> "zstd";
        };
    }

    public static Optional<Compression> named(String id) {
        return Arrays.stream(values()).filter(c -> c.id().equals(id)).findFirst();
    }

    @Override
    public String toString() {
        return id();
    }
}
