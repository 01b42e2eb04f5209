package dev.mica.image.json;

import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.Types;
import java.util.List;

/**
 * Go's {@code omitempty}, for {@code @Json.Serializer}, for a {@code List<String>}: left out when
 * empty or null.
 */
public final class OmitEmptyStrings extends OmitAdapter<List<String>> {
    OmitEmptyStrings(Jsonb jsonb) {
        super(jsonb, Types.listOf(String.class), List::isEmpty);
    }
}
