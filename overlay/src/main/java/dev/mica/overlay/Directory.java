package dev.mica.overlay;

import org.jspecify.annotations.Nullable;

/** A directory: those of several layers, merged. Guarded by the overlay's lock. */
public final class Directory extends Node {
    /** The layers that have it, from top to bottom, and its handles there. */
    int[] layers;

    int[] handles;
    int count;

    /** The merged names; null until the first is asked for. */
    @Nullable Listing listing;

    /** Some of its layers may hide names in the xattr form. */
    boolean xattrWhiteouts;

    /** Nodes that have a name here: they keep it. */
    int children;

    /** The upper's part is known to carry the mark. */
    boolean impure;

    /** Whether files made here take their ACL from it: 0 unknown, 1 no, 2 yes. */
    byte defaultAcl;

    Directory(long id, long generation, int layerCount) {
        super(id, generation, Mode.DIRECTORY);
        layers = new int[layerCount];
        handles = new int[layerCount];
    }

    void addLayer(int layer, int handle) {
        if (count == layers.length) {
            int size = Math.max(2, count * 2);
            layers = java.util.Arrays.copyOf(layers, size);
            handles = java.util.Arrays.copyOf(handles, size);
        }
        layers[count] = layer;
        handles[count++] = handle;
    }

    /** Copy-up gave it a part in the upper. */
    void addUpper(int handle) {
        addLayer(0, handle);
        for (int i = count - 1; i > 0; i--) {
            layers[i] = layers[i - 1];
            handles[i] = handles[i - 1];
        }
        layers[0] = 0;
        handles[0] = handle;
    }

    /** The handle in one layer; -1 where that has no part of it. */
    int handle(int inLayer) {
        for (int i = 0; i < count; i++) {
            if (layers[i] == inLayer) {
                return handles[i];
            }
        }
        return -1;
    }

    /** Whether lowers show in it too. */
    boolean isMerged() {
        return count > 1;
    }
}
