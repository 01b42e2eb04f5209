package dev.mica.linux;

import static dev.mica.linux.Invoke.check;
import static dev.mica.linux.Invoke.invoke;

import dev.mica.errno.Errno;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Extended attributes: of an open descriptor (the {@code f} forms), or of a name in a directory
 * that is never followed. There the empty name is the descriptor itself, which may be one of {@code
 * O_PATH}.
 *
 * <p>The kernel has no such {@code at} calls before 6.13; they go through {@code /proc/self/fd}.
 */
interface XattrCalls extends Kernel {
    /** The attribute's value; null when there is none. */
    default byte @Nullable [] fgetxattr(int fd, String attribute) {
        try (Scratch s = Scratch.take()) {
            return XattrValues.read(this, s, Call.FGETXATTR, fd, s.name(attribute), fd, "");
        }
    }

    /** As {@link #fgetxattr}, of a name in a directory. */
    default byte @Nullable [] getxattr(int directory, String name, String attribute) {
        try (Scratch s = Scratch.take()) {
            Call call = name.isEmpty() ? Call.GETXATTR : Call.LGETXATTR;
            long path = s.name(XattrValues.path(directory, name));
            return XattrValues.read(this, s, call, path, s.name(attribute), directory, name);
        }
    }

    /**
     * Sets an attribute.
     *
     * @param flags {@code XATTR_CREATE}, {@code XATTR_REPLACE}, or 0 for either
     */
    default void fsetxattr(int fd, String attribute, byte[] value, int flags) {
        try (Scratch s = Scratch.take()) {
            long result = XattrValues.write(this, s, Call.FSETXATTR, fd, attribute, value, flags);
            check(result, Call.FSETXATTR, fd);
        }
    }

    /** As {@link #fsetxattr}, of a name in a directory. */
    default void setxattr(int directory, String name, String attribute, byte[] value, int flags) {
        try (Scratch s = Scratch.take()) {
            Call call = name.isEmpty() ? Call.SETXATTR : Call.LSETXATTR;
            long path = s.name(XattrValues.path(directory, name));
            long result = XattrValues.write(this, s, call, path, attribute, value, flags);
            check(result, call, directory, name);
        }
    }

    /** The names of a descriptor's attributes, in the kernel's order. */
    default List<String> flistxattr(int fd) {
        try (Scratch s = Scratch.take()) {
            return XattrValues.list(this, s, Call.FLISTXATTR, fd, fd, "");
        }
    }

    /** As {@link #flistxattr}, of a name in a directory. */
    default List<String> listxattr(int directory, String name) {
        try (Scratch s = Scratch.take()) {
            Call call = name.isEmpty() ? Call.LISTXATTR : Call.LLISTXATTR;
            long path = s.name(XattrValues.path(directory, name));
            return XattrValues.list(this, s, call, path, directory, name);
        }
    }

    /** Removes an attribute: whether there was one. */
    default boolean fremovexattr(int fd, String attribute) {
        try (Scratch s = Scratch.take()) {
            long result = invoke(this, s, Call.FREMOVEXATTR, fd, s.name(attribute));
            return result != -Errno.ENODATA && check(result, Call.FREMOVEXATTR, fd) == 0;
        }
    }

    /** As {@link #fremovexattr}, of a name in a directory. */
    default boolean removexattr(int directory, String name, String attribute) {
        try (Scratch s = Scratch.take()) {
            Call call = name.isEmpty() ? Call.REMOVEXATTR : Call.LREMOVEXATTR;
            long path = s.name(XattrValues.path(directory, name));
            long result = invoke(this, s, call, path, s.name(attribute));
            return result != -Errno.ENODATA && check(result, call, directory, name) == 0;
        }
    }
}
