package dev.mica.storage.spi;

import dev.mica.linux.StatBuffer;

/**
 * How a driver writes deletions into a layer's directory, and recognises them there. The archive's
 * form, {@code .wh.NAME}, is translated to and from it.
 */
public interface Whiteouts {

    /** Makes {@code name} in a directory hide what the layers below have there. */
    void hide(int directory, String name, int uid, int gid);

    /** Makes a directory, open with {@code O_PATH} or otherwise, hide all that lies below it. */
    void makeOpaque(int directory);

    /** Whether an entry that was just looked at hides what the layers below have there. */
    boolean isWhiteout(StatBuffer entry);

    /** Whether the directory {@code name} in a directory hides all that lies below it. */
    boolean isOpaque(int directory, String name);

    /**
     * Whether the driver or the kernel owns an attribute, so that it is neither taken from an
     * archive nor given to one.
     */
    boolean owns(String attribute);
}
