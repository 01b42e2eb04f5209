package dev.mica.archive;

import java.util.Arrays;

/** The names of a layer's entries, as paths that cannot lead out of it. Stateless. */
public final class LayerPath {
    private static final byte[] ROOT = {};

    private LayerPath() {}

    /**
     * The path that a name means inside the layer: what Go's {@code path.Clean("/" + name)} gives,
     * without the leading slash. {@code ./a//b/} is {@code a/b}, {@code ../../etc} and {@code /etc}
     * are {@code etc}, {@code ./} and the empty name are the layer's root, which is the empty path.
     *
     * <p>Symbolic links are not followed here: who opens the path must stay below the root by other
     * means.
     */
    public static byte[] clean(byte[] name) {
        return clean(name, true);
    }

    /**
     * What Go's {@code path.Clean(name)} gives, except that {@code .} is empty: an absolute name
     * stays one, and leading {@code ..} stay.
     */
    static byte[] cleanUnrooted(byte[] name) {
        if (name.length == 0 || name[0] != '/') {
            return clean(name, false);
        }
        byte[] path = clean(name, true);
        byte[] absolute = new byte[path.length + 1];
        absolute[0] = '/';
        System.arraycopy(path, 0, absolute, 1, path.length);
        return absolute;
    }

    private static byte[] clean(byte[] name, boolean rooted) {
        byte[] path = new byte[name.length + 1];
        int used = 0;
        int floor = 0; // leading .. that no later .. takes away
        int at = 0;
        while (at < name.length) {
            int end = at;
            while (end < name.length && name[end] != '/') {
                end++;
            }
            int length = end - at;
            boolean up = length == 2 && name[at] == '.' && name[at + 1] == '.';
            if (up && used > floor) {
                used = Math.max(floor, lastSlash(path, used));
            } else if (!(up && rooted) && length > 0 && (length != 1 || name[at] != '.')) {
                if (used > 0) {
                    path[used++] = '/';
                }
                System.arraycopy(name, at, path, used, length);
                used += length;
                floor = up ? used : floor;
            }
            at = end + 1;
        }
        return Arrays.copyOf(path, used);
    }

    /** The directory of a clean path; empty for a path of one name. */
    public static byte[] parent(byte[] path) {
        int slash = lastSlash(path, path.length);
        return slash < 0 ? ROOT : Arrays.copyOf(path, slash);
    }

    /** The last name of a clean path; empty for the root. */
    public static byte[] fileName(byte[] path) {
        return Arrays.copyOfRange(path, lastSlash(path, path.length) + 1, path.length);
    }

    /** The clean path of {@code name} in a clean {@code directory}. */
    static byte[] join(byte[] directory, byte[] name) {
        if (directory.length == 0) {
            return name;
        }
        byte[] path = Arrays.copyOf(directory, directory.length + 1 + name.length);
        path[directory.length] = '/';
        System.arraycopy(name, 0, path, directory.length + 1, name.length);
        return path;
    }

    private static int lastSlash(byte[] path, int length) {
        int at = length - 1;
        while (at >= 0 && path[at] != '/') {
            at--;
        }
        return at;
    }
}
