package dev.mica.dockerapi;

import dev.mica.engine.RemovedImage;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a prune removed; the name of its list differs from kind to kind. */
final class PruneAnswer {
    private PruneAnswer() {}

    /** Of {@code POST /containers/prune}. */
    @Json
    record Containers(
            @Json.Property("ContainersDeleted") @Nullable List<String> deleted,
            @Json.Property("SpaceReclaimed") long space) {}

    /** Of {@code POST /images/prune}. */
    @Json
    record Images(
            @Json.Property("ImagesDeleted") @Nullable List<RemovedImage> deleted,
            @Json.Property("SpaceReclaimed") long space) {}

    /** Of {@code POST /volumes/prune}. */
    @Json
    record Volumes(
            @Json.Property("VolumesDeleted") List<String> deleted,
            @Json.Property("SpaceReclaimed") long space) {}

    /** Of {@code POST /networks/prune}. */
    @Json
    record Networks(@Json.Property("NetworksDeleted") @Nullable List<String> deleted) {}

    /** Of {@code POST /build/prune}. */
    @Json
    record Builds(
            @Json.Property("CachesDeleted") @Nullable List<String> deleted,
            @Json.Property("SpaceReclaimed") long space) {}
}
