package dev.mica.registry;

import dev.mica.image.Descriptor;
import dev.mica.image.ImageManifest;
import dev.mica.image.MediaTypes;
import dev.mica.registry.RegistryException.Kind;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells container images from the other things that registries keep, as dockerd does. */
final class ImageKinds {

    /** Those after the first two came from registries that did not know better. */
    private static final Set<String> CONFIGS =
            Set.of(
                    MediaTypes.DOCKER_CONFIG,
                    MediaTypes.OCI_CONFIG,
                    "application/octet-stream",
                    "application/json",
                    "text/html",
                    "");

    private static final String PLUGIN = "application/vnd.docker.plugin.v1+json";

    private static final Pattern LAYER =
            Pattern.compile(
                    "application/vnd\\.oci\\.image\\.layer\\.(nondistributable\\.)?v1\\.tar"
                            + "(\\+(gzip|zstd))?"
                            + "|application/vnd\\.docker\\.image\\.rootfs\\.(foreign\\.)?diff\\.tar"
                            + "([.+](gzip|zstd))?"
                            + "|application/octet-stream|");

    private ImageKinds() {}

    /**
     * @throws RegistryException when a manifest is of something that is no image, or of one whose
     *     layers cannot be read
     */
    static void requireImage(ImageManifest manifest) {
        String config = manifest.config().mediaType();
        if (!CONFIGS.contains(config)) {
            String kind = config.equals(PLUGIN) ? "plugin" : "unknown";
            throw new RegistryException(
                    Kind.UNSUPPORTED,
                    "Encountered remote \"" + config + "\"(" + kind + ") when fetching");
        }
        for (Descriptor layer : manifest.layers()) {
            if (!LAYER.matcher(layer.mediaType()).matches()) {
                throw new RegistryException(
                        Kind.UNSUPPORTED,
                        "layer "
                                + layer.digest()
                                + " is of media type \""
                                + layer.mediaType()
                                + "\", which is not supported");
            }
        }
    }
}
