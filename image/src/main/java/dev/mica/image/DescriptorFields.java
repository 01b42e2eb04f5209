package dev.mica.image;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A descriptor as JSON. */
@Json
record DescriptorFields(
        @Json.Property("mediaType") @Nullable String mediaType,
        @Json.Property("digest") @Nullable String digest,
        @Json.Property("size") long size,
        @Json.Property("urls") @Nullable List<String> urls,
        @Json.Property("annotations") @Nullable Map<String, String> annotations,
        @Json.Property("platform") @Nullable PlatformFields platform) {

    /** A platform as JSON. */
    @Json
    record PlatformFields(
            @Json.Property("architecture") @Nullable String architecture,
            @Json.Property("os") @Nullable String os,
            @Json.Property("variant") @Nullable String variant) {

        Platform platform() {
            return Platform.of(
                    Strings.orEmpty(os), Strings.orEmpty(architecture), Strings.orEmpty(variant));
        }
    }

    /**
     * @throws InvalidImageException naming what {@code of} lacks
     */
    Descriptor descriptor(String of) {
        if (digest == null) {
            throw new InvalidImageException("invalid manifest: " + of + " has no digest");
        }
        if (size < 0) {
            throw new InvalidImageException(
                    "invalid manifest: " + of + " has a negative size: " + size);
        }
        try {
            return new Descriptor(
                    Strings.orEmpty(mediaType),
                    Digest.parse(digest),
                    size,
                    urls == null ? List.of() : urls,
                    annotations == null ? Map.of() : annotations,
                    platform == null ? null : platform.platform());
        } catch (InvalidDigestException e) {
            throw new InvalidImageException(
                    "invalid manifest: " + of + ": " + digest + ": " + e.message(), e);
        }
    }
}
