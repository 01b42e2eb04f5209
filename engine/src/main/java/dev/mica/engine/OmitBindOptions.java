package dev.mica.engine;

import dev.mica.image.json.OmitAdapter;
import io.avaje.jsonb.CustomAdapter;
import io.avaje.jsonb.Jsonb;

/** Leaves out options that are not there. */
@CustomAdapter(global = false)
final class OmitBindOptions extends OmitAdapter<Mount.BindOptions> {
    OmitBindOptions(Jsonb jsonb) {
        super(jsonb, Mount.BindOptions.class);
    }
}
