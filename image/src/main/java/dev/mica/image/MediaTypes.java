package dev.mica.image;

/** The media types of Docker's registry protocol and of the OCI image specification. */
public final class MediaTypes {

    public static final String DOCKER_MANIFEST =
            "application/vnd.docker.distribution.manifest.v2+json";
    public static final String DOCKER_MANIFEST_LIST =
            "application/vnd.docker.distribution.manifest.list.v2+json";
    public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
    public static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    public static final String DOCKER_FOREIGN_LAYER =
            "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";

    /** Schema 1, which is recognised and refused. */
    public static final String DOCKER_SCHEMA_1 =
            "application/vnd.docker.distribution.manifest.v1+json";

    /** Schema 1 with a signature, which is recognised and refused. */
    public static final String DOCKER_SCHEMA_1_SIGNED =
            "application/vnd.docker.distribution.manifest.v1+prettyjws";

    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
    public static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";
    public static final String OCI_LAYER_GZIP = "application/vnd.oci.image.layer.v1.tar+gzip";
    public static final String OCI_LAYER_ZSTD = "application/vnd.oci.image.layer.v1.tar+zstd";

    private MediaTypes() {}

    /** Whether a manifest of one image has this type. */
    public static boolean isManifest(String type) {
        return type.equals(DOCKER_MANIFEST) || type.equals(OCI_MANIFEST);
    }

    /** Whether a list of manifests has this type. */
    public static boolean isIndex(String type) {
        return type.equals(DOCKER_MANIFEST_LIST) || type.equals(OCI_INDEX);
    }

    /** Whether this is the type of schema 1, signed or not. */
    public static boolean isSchema1(String type) {
        return type.equals(DOCKER_SCHEMA_1) || type.equals(DOCKER_SCHEMA_1_SIGNED);
    }

    /** A {@code Content-Type} without its parameters. */
    static String withoutParameters(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon)).strip();
    }
}
