package dev.mica.image;

import dev.mica.image.json.GoJson;
import dev.mica.image.json.MalformedJsonException;
import dev.mica.image.json.RawJson;
import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the kinds of manifests apart. */
final class ManifestReader {

    /** The members of all kinds. */
    @Json
    record Fields(
            @Json.Property("schemaVersion") int schemaVersion,
            @Json.Property("mediaType") @Nullable String mediaType,
            @Json.Property("config") @Nullable DescriptorFields config,
            @Json.Property("layers") @Nullable List<DescriptorFields> layers,
            @Json.Property("manifests") @Nullable List<DescriptorFields> manifests,
            @Json.Property("fsLayers") @Nullable RawJson fsLayers) {}

    private ManifestReader() {}

    static Manifest read(byte[] raw, String contentType) {
        if (raw.length > Manifest.MAX_SIZE) {
            throw new InvalidImageException(
                    "manifest of "
                            + raw.length
                            + " bytes: more than the "
                            + Manifest.MAX_SIZE
                            + " allowed");
        }
        String expected = MediaTypes.withoutParameters(contentType);
        refuseSchema1(expected);
        Fields fields = fields(raw);
        String written = Strings.orEmpty(fields.mediaType());
        refuseSchema1(written);
        if (fields.schemaVersion() == 1 || fields.fsLayers() != null) {
            refuseSchema1(MediaTypes.DOCKER_SCHEMA_1);
        }
        boolean known = MediaTypes.isManifest(expected) || MediaTypes.isIndex(expected);
        if (known && !written.isEmpty() && !written.equals(expected)) {
            throw new InvalidImageException(
                    "mediaType in manifest should be '" + expected + "' not '" + written + "'");
        }
        if (fields.schemaVersion() != 2) {
            throw new InvalidImageException(
                    "unsupported manifest schema version " + fields.schemaVersion());
        }
        if (fields.manifests() != null && (fields.config() != null || fields.layers() != null)) {
            // one digest must not mean two things (CVE-2021-41190)
            throw new InvalidImageException(
                    "ambiguous manifest: it has both 'manifests' and 'config' or 'layers'");
        }
        String type = known ? expected : written;
        if (type.isEmpty()) {
            type = fields.manifests() != null ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
        }
        if (MediaTypes.isIndex(type)) {
            return new ManifestIndex(raw, type, descriptors(fields.manifests(), "manifests"));
        }
        if (MediaTypes.isManifest(type)) {
            DescriptorFields config = fields.config();
            if (config == null) {
                throw new InvalidImageException("invalid manifest: it has no config");
            }
            return new ImageManifest(
                    raw, type, config.descriptor("config"), descriptors(fields.layers(), "layers"));
        }
        throw new InvalidImageException("unsupported manifest media type: " + type);
    }

    private static Fields fields(byte[] raw) {
        try {
            return GoJson.read(raw, Fields.class);
        } catch (MalformedJsonException e) {
            throw new InvalidImageException("invalid manifest: " + e.getMessage(), e);
        }
    }

    private static List<Descriptor> descriptors(
            @Nullable List<DescriptorFields> list, String name) {
        List<Descriptor> descriptors = new ArrayList<>();
        for (DescriptorFields fields : list == null ? List.<DescriptorFields>of() : list) {
            descriptors.add(fields.descriptor(name + '[' + descriptors.size() + ']'));
        }
        return descriptors;
    }

    private static void refuseSchema1(String type) {
        if (MediaTypes.isSchema1(type)) {
            throw new InvalidImageException(
                    "image manifest version 2, schema 1 ("
                            + type
                            + ") is not supported: push the image anew with schema 2 or in OCI"
                            + " format");
        }
    }
}
