package dev.mica.image;

import dev.mica.image.json.OmitEmptyStrings;
import dev.mica.image.json.OmitEmptyText;
import io.avaje.jsonb.Json;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of an image config, in the order in which Docker writes them: by name (moby marshals
 * the struct, then its members as a map).
 */
@Json
record ImageFields(
        @Json.Property("architecture") @Json.Serializer(OmitEmptyText.class)
                @Nullable String architecture,
        @Json.Property("author") @Json.Serializer(OmitEmptyText.class) @Nullable String author,
        @Json.Property("comment") @Json.Serializer(OmitEmptyText.class) @Nullable String comment,
        @Json.Property("config") @Json.Serializer(OmitConfig.class)
                @Nullable ContainerConfig config,
        @Json.Property("container") @Json.Serializer(OmitEmptyText.class)
                @Nullable String container,
        @Json.Property("container_config") @Nullable ContainerConfig containerConfig,
        @Json.Property("created") @Nullable OffsetDateTime created,
        @Json.Property("docker_version") @Json.Serializer(OmitEmptyText.class)
                @Nullable String dockerVersion,
        @Json.Property("history") @Json.Serializer(OmitHistory.class)
                @Nullable List<History> history,
        @Json.Property("os") @Json.Serializer(OmitEmptyText.class) @Nullable String os,
        @Json.Property("os.features") @Json.Serializer(OmitEmptyStrings.class)
                @Nullable List<String> osFeatures,
        @Json.Property("os.version") @Json.Serializer(OmitEmptyText.class)
                @Nullable String osVersion,
        @Json.Property("parent") @Json.Serializer(OmitEmptyText.class) @Nullable String parent,
        @Json.Property("rootfs") @Nullable RootFs rootfs,
        @Json.Property("variant") @Json.Serializer(OmitEmptyText.class) @Nullable String variant) {}
