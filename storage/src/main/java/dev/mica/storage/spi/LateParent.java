package dev.mica.storage.spi;

/**
 * The ability of a driver whose layers do not depend on their parent's content: a layer may be
 * created without one, filled, and put on its parent afterwards. With it an image's layers are
 * unpacked at the same time, and while their archive is still coming in and has not yet said in
 * which order they lie.
 */
public interface LateParent {

    /**
     * Puts a layer that was created without a parent on top of one.
     *
     * @param id a layer without a parent; afterwards as if {@link StorageDriver#create} had been
     *     given {@code parent}
     * @param parent a layer that is itself complete
     * @throws dev.mica.storage.StorageException {@code max depth exceeded}
     */
    void putOn(String id, String parent);
}
