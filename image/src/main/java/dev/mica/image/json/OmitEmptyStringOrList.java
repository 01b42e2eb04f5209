package dev.mica.image.json;

import java.util.List;

/**
 * Go's {@code omitempty}, for {@code @Json.Serializer}, for a {@code List<String>} that may also
 * come as one string: left out when empty or null.
 */
public final class OmitEmptyStringOrList extends OmitAdapter<List<String>> {
    OmitEmptyStringOrList() {
        super(new StringOrList(), List::isEmpty);
    }
}
