package dev.mica.registry;

import java.time.Duration;

/** Told how the download of a blob comes along; called by the thread that reads the blob. */
@FunctionalInterface
public interface BlobProgress {

    /** For who does not want to know. */
    BlobProgress NONE = (received, size) -> {};

    /**
     * More bytes came. Called for each piece, thousands of times for a large blob: thin it out
     * where that costs.
     *
     * @param received bytes so far, never more than {@code size}; starts over when the blob is read
     *     anew from another source
     * @param size bytes of the whole blob
     */
    void downloaded(long received, long size);

    /**
     * The download broke and goes on after a pause from where it broke.
     *
     * @param pause until the next try
     * @param cause what broke it
     */
    default void retrying(Duration pause, Exception cause) {}
}
