package dev.mica.linux;

/**
 * A name in a directory.
 *
 * @param type one of the {@code DT_} values; {@code DT_UNKNOWN} where the file system does not say
 */
public record DirEntry(String name, int type, long ino) {
    public boolean isDirectory() {
        return type == Flags.DT_DIR;
    }
}
