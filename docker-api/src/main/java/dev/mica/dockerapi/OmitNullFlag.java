package dev.mica.dockerapi;

import dev.mica.image.json.OmitAdapter;
import io.avaje.jsonb.CustomAdapter;
import io.avaje.jsonb.Jsonb;

/** Leaves out a boolean that is not there; false is written. */
@CustomAdapter(global = false)
final class OmitNullFlag extends OmitAdapter<Boolean> {
    OmitNullFlag(Jsonb jsonb) {
        super(jsonb, Boolean.class);
    }
}
