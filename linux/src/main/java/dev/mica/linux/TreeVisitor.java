package dev.mica.linux;

/**
 * Sees every name of a tree: a directory before what is in it, names sorted by their bytes. No
 * symbolic link is followed. A mount is seen, and what is mounted there is not. A name that
 * vanishes meanwhile is passed over.
 */
public interface TreeVisitor {
    /**
     * A name.
     *
     * @param parent the directory it is in: lent, until this method returns
     * @param path from the start of the walk, without a slash before it
     * @param stat what is known of it: lent, until this method returns
     * @return whether to go into it, of a directory
     */
    boolean visit(Directory parent, String path, String name, StatBuffer stat);

    /** All that is in the directory {@code path} was seen; {@code directory} is lent as before. */
    default void leave(Directory directory, String path) {}
}
