package dev.mica.dockerapi;

import dev.mica.engine.ImageSummary;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image as {@code GET /images/json} lists it.
 *
 * @param containers always -1: not counted
 * @param created seconds since 1970
 * @param sharedSize always -1: not computed
 * @param size bytes of all layers
 * @param virtualSize the same up to version 1.43, else null and left out
 */
@Json
record ImageListEntry(
        @Json.Property("Containers") long containers,
        @Json.Property("Created") long created,
        @Json.Property("Id") String id,
        @Json.Property("Labels") @Nullable Map<String, String> labels,
        @Json.Property("ParentId") String parentId,
        @Json.Property("RepoDigests") @Nullable List<String> repoDigests,
        @Json.Property("RepoTags") @Nullable List<String> repoTags,
        @Json.Property("SharedSize") long sharedSize,
        @Json.Property("Size") long size,
        @Json.Property("VirtualSize") @Json.Serializer(OmitNullLong.class)
                @Nullable Long virtualSize) {

    static ImageListEntry of(ImageSummary image, ApiVersion version) {
        List<String> tags = image.repoTags();
        List<String> digests = image.repoDigests();
        if (!version.atLeast(43) && tags.isEmpty() && digests.isEmpty()) {
            tags = List.of("<none>:<none>");
            digests = List.of("<none>@<none>");
        }
        return new ImageListEntry(
                -1,
                image.created().getEpochSecond(),
                image.id(),
                image.labels(),
                image.parentId(),
                nullBefore43(digests, version),
                nullBefore43(tags, version),
                -1,
                image.size(),
                version.atLeast(44) ? null : image.size());
    }

    private static @Nullable List<String> nullBefore43(List<String> names, ApiVersion version) {
        return names.isEmpty() && !version.atLeast(43) ? null : names;
    }
}
