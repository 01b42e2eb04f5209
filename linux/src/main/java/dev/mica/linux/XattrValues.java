package dev.mica.linux;

import static dev.mica.linux.Invoke.check;
import static dev.mica.linux.Invoke.invoke;

import dev.mica.errno.Errno;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the extended attribute calls share: paths, and values of any length. */
final class XattrValues {
    /** The kernel's limit of a value, and of a list of names, in bytes. */
    private static final int MOST = 65536;

    private XattrValues() {}

    /** A path that ends at the name itself for the {@code l} calls, or at the descriptor. */
    static String path(int directory, String name) {
        if (directory == Flags.AT_FDCWD || name.startsWith("/")) {
            return name;
        }
        String proc = Paths.proc(directory);
        return name.isEmpty() ? proc : proc.concat("/").concat(name);
    }

    /**
     * A value, or with no attribute (0) the list of names; null when there is no such attribute.
     *
     * @param subject a descriptor, or a path's address
     */
    static byte @Nullable [] read(
            Kernel kernel,
            Scratch s,
            Call call,
            long subject,
            long attribute,
            int directory,
            String name) {
        int room = s.left();
        int at = s.reserve(room - 8);
        long result = fetch(kernel, s, call, subject, attribute, s.address(at), room - 8);
        if (result == -Errno.ERANGE) {
            ByteBuffer large = ByteBuffer.allocateDirect(MOST);
            try {
                long address = Buffers.address(large);
                result = fetch(kernel, s, call, subject, attribute, address, MOST);
            } finally {
                Reference.reachabilityFence(large);
            }
            if (result >= 0) {
                byte[] value = new byte[(int) result];
                large.get(0, value);
                return value;
            }
        }
        if (result == -Errno.ENODATA) {
            return null;
        }
        byte[] value = new byte[(int) check(result, call, directory, name)];
        s.memory.get(at, value);
        return value;
    }

    private static long fetch(
            Kernel kernel, Scratch s, Call call, long subject, long name, long to, int size) {
        return name == 0 && s.badName() == 0
                ? invoke(kernel, s, call, subject, to, size)
                : invoke(kernel, s, call, subject, name, to, size);
    }

    /** Sets a value: 0 or the negative errno. */
    static long write(
            Kernel kernel,
            Scratch s,
            Call call,
            long subject,
            String attribute,
            byte[] value,
            int flags) {
        long name = s.name(attribute);
        if (value.length <= s.left()) {
            int at = s.reserve(value.length);
            s.memory.put(at, value);
            return invoke(kernel, s, call, subject, name, s.address(at), value.length, flags);
        }
        ByteBuffer large = ByteBuffer.allocateDirect(value.length).put(value).flip();
        try {
            long address = Buffers.address(large);
            return invoke(kernel, s, call, subject, name, address, value.length, flags);
        } finally {
            Reference.reachabilityFence(large);
        }
    }

    /** The names of all attributes. */
    static List<String> list(
            Kernel kernel, Scratch s, Call call, long subject, int directory, String name) {
        byte[] names = read(kernel, s, call, subject, 0L, directory, name);
        List<String> list = new ArrayList<>();
        int start = 0;
        for (int i = 0; names != null && i < names.length; i++) {
            if (names[i] == 0) {
                list.add(Names.decode(names, start, i - start));
                start = i + 1;
            }
        }
        return list;
    }
}
