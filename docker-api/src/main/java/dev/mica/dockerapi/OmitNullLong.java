package dev.mica.dockerapi;

import dev.mica.image.json.OmitAdapter;
import io.avaje.jsonb.CustomAdapter;
import io.avaje.jsonb.Jsonb;

/** Leaves out a number that is not there; zero is written. */
@CustomAdapter(global = false)
final class OmitNullLong extends OmitAdapter<Long> {
    OmitNullLong(Jsonb jsonb) {
        super(jsonb, Long.class);
    }
}
