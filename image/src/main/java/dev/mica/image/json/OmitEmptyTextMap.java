package dev.mica.image.json;

import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.Types;
import java.util.Map;

/**
 * Go's {@code omitempty}, for {@code @Json.Serializer}, for a {@code Map<String, String>}: left out
 * when empty or null.
 */
public final class OmitEmptyTextMap extends OmitAdapter<Map<String, String>> {
    OmitEmptyTextMap(Jsonb jsonb) {
        super(jsonb, Types.mapOf(String.class), Map::isEmpty);
    }
}
