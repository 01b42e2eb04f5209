package dev.mica.linux;

import static dev.mica.linux.Invoke.check;
import static dev.mica.linux.Invoke.invoke;

import dev.mica.errno.Errno;

/**
 * One epoll descriptor, each registration for one event. Safe for several threads; never closed.
 */
final class Epoll {
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int ONESHOT = 1 << 30;
    private static final int MOST = 64;

    /** {@code struct epoll_event} is packed on x86-64 alone. */
    private static final int ENTRY = Arch.pick(12, 16);

    private static final int DATA = Arch.pick(4, 8);

    private final Linux linux;
    private final int fd;

    Epoll(Linux linux) {
        this.linux = linux;
        try (Scratch s = Scratch.take()) {
            long result = invoke(linux, s, Call.EPOLL_CREATE1, Flags.O_CLOEXEC);
            fd = (int) check(result, Call.EPOLL_CREATE1, "");
        }
    }

    /**
     * Watches a descriptor for one event: 0, or the negative errno (EEXIST: it is watched already).
     */
    int add(int watched, int events, long id) {
        try (Scratch s = Scratch.take()) {
            int event = s.reserve(16);
            s.memory.putInt(event, events | ONESHOT);
            s.memory.putLong(event + DATA, id);
            return (int) invoke(linux, s, Call.EPOLL_CTL, fd, ADD, watched, s.address(event));
        }
    }

    /**
     * No longer watches it; none of its events comes after. What is closed is forgotten already.
     */
    void remove(int watched) {
        try (Scratch s = Scratch.take()) {
            long result = invoke(linux, s, Call.EPOLL_CTL, fd, DELETE, watched, 0);
            if (result != -Errno.ENOENT && result != -Errno.EBADF) {
                check(result, Call.EPOLL_CTL, watched);
            }
        }
    }

    /** Waits for events, in native code, and gives each to {@code to}. */
    void take(Sink to) {
        long[] ids;
        int[] events;
        try (Scratch s = Scratch.take()) {
            int at = s.reserve(MOST * ENTRY);
            long result = invoke(linux, s, Call.EPOLL_PWAIT, fd, s.address(at), MOST, -1, 0, 8);
            int count = (int) check(result, Call.EPOLL_PWAIT, fd);
            ids = new long[count];
            events = new int[count];
            for (int i = 0; i < count; i++) {
                events[i] = s.memory.getInt(at + i * ENTRY);
                ids[i] = s.memory.getLong(at + i * ENTRY + DATA);
            }
        }
        for (int i = 0; i < ids.length; i++) {
            to.ready(ids[i], events[i]);
        }
    }

    /** Where events go. */
    interface Sink {
        void ready(long id, int events);
    }
}
