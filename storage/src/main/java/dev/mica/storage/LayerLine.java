package dev.mica.storage;

import dev.mica.image.ArchivedImage;
import dev.mica.image.ArchivedLayer;
import dev.mica.image.ChainId;
import java.util.List;
import java.util.Optional;

/**
 * An archived image's layers against the store's.
 *
 * @param known the topmost layer that the store has: a reference, to be given back
 * @param missing those above it, lowest first
 */
record LayerLine(Optional<ReadOnlyLayer> known, List<ArchivedLayer> missing) {

    static LayerLine of(ArchivedImage image, LayerStore store) {
        Optional<ReadOnlyLayer> known = Optional.empty();
        int count = 0;
        for (ArchivedLayer layer : image.layers()) {
            ChainId chain =
                    known.map(below -> below.chainId().child(layer.diffId()))
                            .orElseGet(() -> ChainId.of(layer.diffId()));
            Optional<ReadOnlyLayer> next = store.find(chain);
            if (next.isEmpty()) {
                break;
            }
            known.ifPresent(store::release);
            known = next;
            count++;
        }
        return new LayerLine(known, image.layers().subList(count, image.layers().size()));
    }
}
