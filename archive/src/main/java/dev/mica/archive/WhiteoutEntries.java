package dev.mica.archive;

/**
 * Turns overlay2's whiteouts, met while a layer's directory is walked, into the entries that stand
 * for them in the layer's archive. Which way back an entry goes, {@link LayerName} says. Stateless.
 */
public final class WhiteoutEntries {
    private static final int PERMISSIONS = 0777;

    private WhiteoutEntries() {}

    /**
     * Whether the entry is what overlay2 has where something is deleted: a character device 0:0.
     */
    public static boolean isWhiteout(TarEntry entry) {
        return entry.type() == EntryType.CHAR_DEVICE
                && entry.deviceMajor() == 0
                && entry.deviceMinor() == 0;
    }

    /**
     * The empty file that stands for a whiteout: its owner and time are kept, its mode is 0600, as
     * Docker has it.
     *
     * @param device of which {@link #isWhiteout} is true
     */
    public static TarEntry whiteout(TarEntry device) {
        return TarEntry.builder(EntryType.FILE, LayerName.whiteout(LayerPath.clean(device.name())))
                .mode(0600)
                .uid(device.uid())
                .gid(device.gid())
                .modified(device.modified())
                .build();
    }

    /**
     * The empty file that makes a directory opaque, to follow the directory's own entry: owner and
     * permissions are the directory's, its time is 1970, as Docker has it.
     */
    public static TarEntry opaque(TarEntry directory) {
        return TarEntry.builder(EntryType.FILE, LayerName.opaque(LayerPath.clean(directory.name())))
                .mode(directory.mode() & PERMISSIONS)
                .uid(directory.uid())
                .gid(directory.gid())
                .build();
    }
}
