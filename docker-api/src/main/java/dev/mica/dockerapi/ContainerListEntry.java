package dev.mica.dockerapi;

import dev.mica.engine.ContainerSummary;
import dev.mica.engine.EndpointSettings;
import dev.mica.engine.MountPoint;
import dev.mica.engine.Port;
import dev.mica.image.json.OmitEmptyInt64;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;

/**
 * A container as {@code GET /containers/json} lists it.
 *
 * @param created seconds since 1970
 * @param sizeRw bytes; 0 is left out, as Docker does
 * @param sizeRootFs bytes; 0 is left out, as Docker does
 */
@Json
record ContainerListEntry(
        @Json.Property("Id") String id,
        @Json.Property("Names") List<String> names,
        @Json.Property("Image") String image,
        @Json.Property("ImageID") String imageId,
        @Json.Property("Command") String command,
        @Json.Property("Created") long created,
        @Json.Property("Ports") List<Port> ports,
        @Json.Property("SizeRw") @Json.Serializer(OmitEmptyInt64.class) long sizeRw,
        @Json.Property("SizeRootFs") @Json.Serializer(OmitEmptyInt64.class) long sizeRootFs,
        @Json.Property("Labels") Map<String, String> labels,
        @Json.Property("State") String state,
        @Json.Property("Status") String status,
        @Json.Property("HostConfig") HostFacts hostConfig,
        @Json.Property("NetworkSettings") NetworkFacts networkSettings,
        @Json.Property("Mounts") List<MountPoint> mounts) {

    /** The only part of the host config that is listed. */
    @Json
    record HostFacts(@Json.Property("NetworkMode") String networkMode) {}

    /** The only part of the network settings that is listed. */
    @Json
    record NetworkFacts(@Json.Property("Networks") Map<String, EndpointSettings> networks) {}

    static ContainerListEntry of(ContainerSummary container) {
        return new ContainerListEntry(
                container.id(),
                container.names(),
                container.image(),
                container.imageId(),
                container.command(),
                container.created().getEpochSecond(),
                container.ports(),
                container.sizeRw().orElse(0),
                container.sizeRootFs().orElse(0),
                container.labels(),
                container.state(),
                container.status(),
                new HostFacts(container.networkMode()),
                new NetworkFacts(container.networks()),
                container.mounts());
    }
}
