package dev.mica.image;

import dev.mica.image.json.OmitEmptyInt64;
import dev.mica.image.json.OmitEmptyText;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The config of one layer before Docker 1.10, which {@code docker save} still writes: moby's {@code
 * image.V1Image}.
 */
@Json
record V1Image(
        @Json.Property("id") @Json.Serializer(OmitEmptyText.class) @Nullable String id,
        @Json.Property("parent") @Json.Serializer(OmitEmptyText.class) @Nullable String parent,
        @Json.Property("comment") @Json.Serializer(OmitEmptyText.class) @Nullable String comment,
        @Json.Property("created") OffsetDateTime created,
        @Json.Property("container") @Json.Serializer(OmitEmptyText.class)
                @Nullable String container,
        @Json.Property("container_config") ContainerConfig containerConfig,
        @Json.Property("docker_version") @Json.Serializer(OmitEmptyText.class)
                @Nullable String dockerVersion,
        @Json.Property("author") @Json.Serializer(OmitEmptyText.class) @Nullable String author,
        @Json.Property("config") @Json.Serializer(OmitConfig.class)
                @Nullable ContainerConfig config,
        @Json.Property("architecture") @Json.Serializer(OmitEmptyText.class)
                @Nullable String architecture,
        @Json.Property("variant") @Json.Serializer(OmitEmptyText.class) @Nullable String variant,
        @Json.Property("os") @Json.Serializer(OmitEmptyText.class) @Nullable String os,
        @Json.Property("Size") @Json.Serializer(OmitEmptyInt64.class) long size) {

    V1Image {
        created = History.orZero(created);
        containerConfig = containerConfig == null ? ContainerConfig.EMPTY : containerConfig;
    }

    /** A layer of which nothing is known but that it is not an image's topmost. */
    static V1Image lower() {
        return new V1Image(
                null,
                null,
                null,
                Instant.EPOCH.atOffset(ZoneOffset.UTC),
                null,
                ContainerConfig.EMPTY,
                null,
                null,
                null,
                null,
                null,
                null,
                0);
    }

    /** An image's topmost layer, which has what the image's config says. */
    static V1Image top(ImageConfig config) {
        return new V1Image(
                null,
                null,
                config.comment(),
                config.created(),
                config.container(),
                config.containerConfig().orElse(ContainerConfig.EMPTY),
                config.dockerVersion(),
                config.author(),
                config.config().orElse(null),
                config.architecture(),
                config.variant(),
                config.os(),
                0);
    }

    /** The same with its place in the line of layers. */
    V1Image placed(@Nullable String itsId, @Nullable String itsParent, String itsOs) {
        return new V1Image(
                itsId,
                itsParent,
                comment,
                created,
                container,
                containerConfig,
                dockerVersion,
                author,
                config,
                architecture,
                variant,
                itsOs,
                size);
    }
}
