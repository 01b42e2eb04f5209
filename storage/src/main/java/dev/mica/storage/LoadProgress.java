package dev.mica.storage;

/** Is told how far loading an archive has come, on the thread that loads. */
@FunctionalInterface
public interface LoadProgress {

    /** Is told nothing. */
    LoadProgress SILENT = (layer, read, total) -> {};

    /**
     * Part of a layer has been read; called at each layer's beginning and end, and now and then
     * between.
     *
     * @param layer a short name for it, unique in the archive
     * @param read bytes, as the archive has them
     * @param total bytes there will be
     */
    void layer(String layer, long read, long total);
}
