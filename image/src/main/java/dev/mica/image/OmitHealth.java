package dev.mica.image;

import dev.mica.image.json.OmitAdapter;
import io.avaje.jsonb.CustomAdapter;
import io.avaje.jsonb.Jsonb;

/** Leaves out a health check that is not there. */
@CustomAdapter(global = false)
final class OmitHealth extends OmitAdapter<HealthConfig> {
    OmitHealth(Jsonb jsonb) {
        super(jsonb, HealthConfig.class);
    }
}
