package dev.mica.engine;

import dev.mica.image.json.OmitAdapter;
import io.avaje.jsonb.CustomAdapter;
import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.Types;
import java.util.List;

/** Leaves out an empty list of mounts. */
@CustomAdapter(global = false)
final class OmitMounts extends OmitAdapter<List<Mount>> {
    OmitMounts(Jsonb jsonb) {
        super(jsonb, Types.listOf(Mount.class), List::isEmpty);
    }
}
