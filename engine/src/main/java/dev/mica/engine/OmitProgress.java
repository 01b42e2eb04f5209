package dev.mica.engine;

import dev.mica.image.json.OmitAdapter;
import io.avaje.jsonb.CustomAdapter;
import io.avaje.jsonb.Jsonb;

/** Leaves out progress that is not counted. */
@CustomAdapter(global = false)
final class OmitProgress extends OmitAdapter<ProgressMessage.Progress> {
    OmitProgress(Jsonb jsonb) {
        super(jsonb, ProgressMessage.Progress.class);
    }
}
