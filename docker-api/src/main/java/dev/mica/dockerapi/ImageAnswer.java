package dev.mica.dockerapi;

import dev.mica.engine.ImageDetails;
import dev.mica.image.ContainerConfig;
import dev.mica.image.DiffId;
import dev.mica.image.ImageConfig;
import dev.mica.image.json.OmitEmptyStrings;
import dev.mica.image.json.OmitEmptyText;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /images/NAME/json}.
 *
 * @param virtualSize the size again up to version 1.43, else null and left out
 */
@Json
record ImageAnswer(
        @Json.Property("Id") String id,
        @Json.Property("RepoTags") List<String> repoTags,
        @Json.Property("RepoDigests") List<String> repoDigests,
        @Json.Property("Parent") String parent,
        @Json.Property("Comment") String comment,
        @Json.Property("Created") String created,
        @Json.Property("Container") String container,
        @Json.Property("ContainerConfig") ContainerConfig containerConfig,
        @Json.Property("DockerVersion") String dockerVersion,
        @Json.Property("Author") String author,
        @Json.Property("Config") @Nullable ContainerConfig config,
        @Json.Property("Architecture") String architecture,
        @Json.Property("Variant") @Json.Serializer(OmitEmptyText.class) String variant,
        @Json.Property("Os") String os,
        @Json.Property("OsVersion") @Json.Serializer(OmitEmptyText.class) String osVersion,
        @Json.Property("Size") long size,
        @Json.Property("VirtualSize") @Json.Serializer(OmitNullLong.class)
                @Nullable Long virtualSize,
        @Json.Property("GraphDriver") GraphDriver graphDriver,
        @Json.Property("RootFS") Layers rootFs,
        @Json.Property("Metadata") Metadata metadata) {

    /** The layers' digests, lowest first; Go leaves out an empty list. */
    @Json
    record Layers(
            @Json.Property("Type") String type,
            @Json.Property("Layers") @Json.Serializer(OmitEmptyStrings.class)
                    @Nullable List<String> layers) {}

    /** What is known of an image beside what it is. */
    @Json
    record Metadata(@Json.Property("LastTagTime") Instant lastTagTime) {}

    /** The image's own remark, else that of its last step, where a commit puts it. */
    private static String comment(ImageConfig config) {
        boolean last = config.comment().isEmpty() && !config.history().isEmpty();
        return last ? config.history().getLast().comment() : config.comment();
    }

    static ImageAnswer of(ImageDetails image, ApiVersion version) {
        ImageConfig config = image.config();
        return new ImageAnswer(
                image.id(),
                image.repoTags(),
                image.repoDigests(),
                image.parent(),
                comment(config),
                GoText.time(config.created()),
                config.container(),
                config.containerConfig().orElse(ContainerConfig.EMPTY),
                config.dockerVersion(),
                config.author(),
                config.config().orElse(null),
                config.architecture(),
                config.variant(),
                config.os(),
                config.osVersion(),
                image.size(),
                version.atLeast(44) ? null : image.size(),
                GraphDriver.of(image.driver(), image.graphData()),
                new Layers("layers", config.layers().stream().map(DiffId::toString).toList()),
                new Metadata(image.lastTagTime()));
    }
}
