package dev.mica.dockerapi;

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
record ImageSummary(
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
                @Nullable Long virtualSize) {}
