package dev.mica.image.json;

import java.util.Set;

/**
 * Go's {@code omitempty}, for {@code @Json.Serializer}, for a {@link NameSet}: left out when empty
 * or null.
 */
public final class OmitEmptyNames extends OmitAdapter<Set<String>> {
    OmitEmptyNames() {
        super(new NameSet(), Set::isEmpty);
    }
}
