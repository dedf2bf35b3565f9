package dev.gristmill.image;

/** Media types of the OCI image specification 1.0. */
final class MediaTypes {
    static final String INDEX = "application/vnd.oci.image.index.v1+json";
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    static final String GZIP_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

    private MediaTypes() {}
}
