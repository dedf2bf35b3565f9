package dev.gristmill.image;

/** Media types of the OCI image specification 1.0, and zstd's of 1.1. */
public final class MediaTypes {
    public static final String INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    public static final String GZIP_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
    public static final String ZSTD_LAYER = "application/vnd.oci.image.layer.v1.tar+zstd";

    private MediaTypes() {}
}
