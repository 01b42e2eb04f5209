package dev.mica.image;

import dev.mica.image.json.OmitAdapter;
import io.avaje.jsonb.CustomAdapter;
import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.Types;
import java.util.List;

/** Leaves out an empty history. */
@CustomAdapter(global = false)
final class OmitHistory extends OmitAdapter<List<History>> {
    OmitHistory(Jsonb jsonb) {
        super(jsonb, Types.listOf(History.class), List::isEmpty);
    }
}
