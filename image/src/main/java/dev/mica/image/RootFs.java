package dev.mica.image;

import dev.mica.image.json.OmitEmptyStrings;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The member {@code rootfs} of an image config. */
@Json
record RootFs(
        @Json.Property("type") String type,
        @Json.Property("diff_ids") @Json.Serializer(OmitEmptyStrings.class)
                @Nullable List<String> diffIds) {

    static RootFs of(List<DiffId> layers) {
        return new RootFs("layers", layers.stream().map(DiffId::toString).toList());
    }

    List<DiffId> layers() {
        return diffIds == null ? List.of() : diffIds.stream().map(DiffId::parse).toList();
    }
}
