package dev.mica.image;

import dev.mica.image.json.OmitAdapter;
import io.avaje.jsonb.CustomAdapter;
import io.avaje.jsonb.Jsonb;

/** Leaves out a container config that is not there. */
@CustomAdapter(global = false)
final class OmitConfig extends OmitAdapter<ContainerConfig> {
    OmitConfig(Jsonb jsonb) {
        super(jsonb, ContainerConfig.class);
    }
}
