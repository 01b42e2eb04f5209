package dev.mica.linux;

import static dev.mica.linux.Invoke.check;
import static dev.mica.linux.Invoke.invoke;

import dev.mica.errno.Errno;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The C structures of one {@code posix_spawn}, and the descriptors opened for it. glibc says what
 * it needs of room: 80 bytes of file actions, 336 of attributes; both are given more.
 */
final class SpawnMemory implements AutoCloseable {
    private static final int ACTIONS = 0;
    private static final int ATTRIBUTES = 256;
    private static final int SIGNALS = 1024;
    private static final int STRUCTURES = 1280;

    private static final int SETSIGDEF = 0x04;
    private static final int SETSIGMASK = 0x08;
    private static final int SETSID = 0x80;

    private final Linux linux;
    private final ByteBuffer structures = allocate(STRUCTURES);
    private final long base = Buffers.address(structures);
    private final List<Fd> opened = new ArrayList<>();
    private int devNull = -1;

    SpawnMemory(Linux linux) {
        this.linux = linux;
        library(Call.FILE_ACTIONS_INIT, base + ACTIONS, 0, 0);
        library(Call.SPAWNATTR_INIT, base + ATTRIBUTES, 0, 0);
    }

    /** The child's descriptors: these under these numbers, the standard ones, and no other. */
    void descriptors(SortedMap<Integer, Fd> mapped) {
        int end = Math.max(3, mapped.isEmpty() ? 0 : mapped.lastKey() + 1);
        for (int number = 0; number < end; number++) {
            Fd fd = mapped.get(number);
            if (fd == null && number > 2) {
                library(Call.FILE_ACTIONS_ADDCLOSE, base + ACTIONS, number, 0);
            } else {
                int source = fd == null ? devNull() : fd.number();
                library(Call.FILE_ACTIONS_ADDDUP2, base + ACTIONS, above(source, end), number);
            }
        }
        library(Call.FILE_ACTIONS_ADDCLOSEFROM, base + ACTIONS, end, 0);
    }

    private int devNull() {
        if (devNull < 0) {
            Fd fd = Fd.open(linux, "/dev/null", Flags.O_RDWR, 0);
            opened.add(fd);
            devNull = fd.number();
        }
        return devNull;
    }

    /** A source that no earlier dup2 in the child overwrites. */
    private int above(int source, int end) {
        if (source >= end) {
            return source;
        }
        Fd copy = new Fd(linux, linux.fcntl(source, Flags.F_DUPFD_CLOEXEC, end));
        opened.add(copy);
        return copy.number();
    }

    /** The child's working directory; the empty string for ours. */
    void directory(String path) {
        if (path.isEmpty()) {
            return;
        }
        try (Scratch s = Scratch.take()) {
            long name = s.name(path); // the C library copies it
            long result = invoke(linux, s, Call.FILE_ACTIONS_ADDCHDIR, base + ACTIONS, name);
            check(result, Call.FILE_ACTIONS_ADDCHDIR, path);
        }
    }

    /** Starts the program: its pid. */
    int spawn(
            String program,
            List<String> arguments,
            Map<String, String> environment,
            boolean newSession) {
        for (int i = 0; i < 128; i += 8) {
            structures.putLong(SIGNALS + i, 0L);
        }
        library(Call.SPAWNATTR_SETSIGMASK, base + ATTRIBUTES, base + SIGNALS, 0);
        structures.putLong(SIGNALS, -1L); // all 64 signals
        library(Call.SPAWNATTR_SETSIGDEFAULT, base + ATTRIBUTES, base + SIGNALS, 0);
        int flags = SETSIGDEF | SETSIGMASK | (newSession ? SETSID : 0);
        library(Call.SPAWNATTR_SETFLAGS, base + ATTRIBUTES, flags, 0);

        List<String> pairs = new ArrayList<>(environment.size());
        for (Map.Entry<String, String> each : environment.entrySet()) {
            pairs.add(each.getKey() + "=" + each.getValue());
        }
        ByteBuffer argv = vector(arguments, program);
        ByteBuffer envp = vector(pairs, program);
        try (Scratch s = Scratch.take()) {
            long name = s.name(program);
            int pid = s.reserve(8);
            long result =
                    invoke(
                            linux,
                            s,
                            Call.POSIX_SPAWN,
                            s.address(pid),
                            name,
                            base + ACTIONS,
                            base + ATTRIBUTES,
                            Buffers.address(argv),
                            Buffers.address(envp));
            check(result, Call.POSIX_SPAWN, program);
            return s.memory.getInt(pid);
        } finally {
            Reference.reachabilityFence(argv);
            Reference.reachabilityFence(envp);
        }
    }

    /** Addresses up to a null, then the strings they point to. */
    private static ByteBuffer vector(List<String> strings, String program) {
        List<byte[]> encoded = new ArrayList<>(strings.size());
        int size = (strings.size() + 1) * 8;
        for (String string : strings) {
            if (string.indexOf('\0') >= 0) {
                check(-Errno.EINVAL, Call.POSIX_SPAWN, program);
            }
            byte[] bytes = Names.encode(string);
            encoded.add(bytes);
            size += bytes.length + 1;
        }
        ByteBuffer vector = allocate(size);
        long base = Buffers.address(vector);
        int at = (strings.size() + 1) * 8;
        for (int i = 0; i < encoded.size(); i++) {
            byte[] bytes = encoded.get(i);
            vector.putLong(i * 8, base + at);
            vector.put(at, bytes);
            at += bytes.length + 1; // the buffer is zeros already
        }
        return vector;
    }

    private static ByteBuffer allocate(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }

    private void library(Call call, long a1, long a2, long a3) {
        try (Scratch s = Scratch.take()) {
            check(invoke(linux, s, call, a1, a2, a3), call, "");
        } finally {
            Reference.reachabilityFence(structures);
        }
    }

    @Override
    public void close() {
        library(Call.FILE_ACTIONS_DESTROY, base + ACTIONS, 0, 0);
        library(Call.SPAWNATTR_DESTROY, base + ATTRIBUTES, 0, 0);
        for (Fd fd : opened) {
            fd.close();
        }
    }
}
