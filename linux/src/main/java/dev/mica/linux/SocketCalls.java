package dev.mica.linux;

import static dev.mica.linux.Invoke.check;
import static dev.mica.linux.Invoke.invoke;

import dev.mica.errno.Errno;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * Unix sockets of the kinds that {@code java.nio} has not. A receive or send that waits does so in
 * native code: on a platform thread, or with {@code MSG_DONTWAIT} after a {@link Linux#poll poll}.
 */
interface SocketCalls extends Kernel {
    /** A unix socket's longest path, in bytes; {@code /proc/self/fd/N/name} stays below it. */
    int MAX_SOCKET_PATH = 107;

    /** {@code socket(2)}, close-on-exec: the descriptor. */
    default int socket(int domain, int type) {
        try (Scratch s = Scratch.take()) {
            long result = invoke(this, s, Call.SOCKET, domain, type | Flags.SOCK_CLOEXEC, 0);
            return (int) check(result, Call.SOCKET, "");
        }
    }

    /** {@code socketpair(2)}, close-on-exec: two descriptors. */
    default int[] socketpair(int domain, int type) {
        try (Scratch s = Scratch.take()) {
            int at = s.reserve(8);
            int kind = type | Flags.SOCK_CLOEXEC;
            check(
                    invoke(this, s, Call.SOCKETPAIR, domain, kind, 0, s.address(at)),
                    Call.SOCKETPAIR,
                    "");
            return new int[] {s.memory.getInt(at), s.memory.getInt(at + 4)};
        }
    }

    /**
     * {@code connect(2)} to a unix socket's path: 0, or the negative errno. A path of more than
     * {@link #MAX_SOCKET_PATH} bytes is ENAMETOOLONG.
     */
    default int connect(int fd, String path) {
        try (Scratch s = Scratch.take()) {
            return (int) byPath(s, Call.CONNECT, fd, path);
        }
    }

    /** {@code bind(2)} to a unix socket's path. */
    default void bind(int fd, String path) {
        try (Scratch s = Scratch.take()) {
            check(byPath(s, Call.BIND, fd, path), Call.BIND, path);
        }
    }

    private long byPath(Scratch s, Call call, int fd, String path) {
        byte[] bytes = Names.encode(path);
        if (bytes.length > MAX_SOCKET_PATH) {
            return -Errno.ENAMETOOLONG;
        }
        int at = s.reserveZeroed(2 + MAX_SOCKET_PATH + 1);
        s.memory.putShort(at, (short) Flags.AF_UNIX);
        s.memory.put(at + 2, bytes);
        return invoke(this, s, call, fd, s.address(at), 2 + bytes.length + 1);
    }

    /** {@code listen(2)}. */
    default void listen(int fd, int backlog) {
        try (Scratch s = Scratch.take()) {
            check(invoke(this, s, Call.LISTEN, fd, backlog), Call.LISTEN, fd);
        }
    }

    /** {@code accept4(2)}, close-on-exec: the descriptor, or the negative errno. */
    default int accept(int fd) {
        try (Scratch s = Scratch.take()) {
            return (int) invoke(this, s, Call.ACCEPT4, fd, 0, 0, Flags.SOCK_CLOEXEC);
        }
    }

    /**
     * {@code recvfrom(2)} into a direct buffer's remaining bytes, advancing its position: how many
     * came, 0 at the end, or the negative errno ({@code EAGAIN}: nothing there). Of a packet, what
     * does not fit is lost; with {@code MSG_TRUNC} its whole length is answered, and the position
     * stays within the buffer.
     */
    default int recv(int fd, ByteBuffer target, int flags) {
        int room = target.remaining();
        try (Scratch s = Scratch.take()) {
            long address = Buffers.address(target);
            long count = invoke(this, s, Call.RECVFROM, fd, address, room, flags, 0, 0);
            if (count > 0) {
                target.position(target.position() + (int) Math.min(count, room));
            }
            return (int) count;
        } finally {
            Reference.reachabilityFence(target);
        }
    }

    /**
     * {@code sendto(2)} of a direct buffer's remaining bytes, advancing its position: how many
     * went, or the negative errno. A closed peer is EPIPE, never a signal.
     */
    default int send(int fd, ByteBuffer source, int flags) {
        try (Scratch s = Scratch.take()) {
            long address = Buffers.address(source);
            int how = flags | Flags.MSG_NOSIGNAL;
            long count = invoke(this, s, Call.SENDTO, fd, address, source.remaining(), how, 0, 0);
            if (count > 0) {
                source.position(source.position() + (int) count);
            }
            return (int) count;
        } finally {
            Reference.reachabilityFence(source);
        }
    }

    /**
     * {@code recvmsg(2)} of a message of a byte that hands over an open file: its descriptor here,
     * close-on-exec, or the negative errno; ENODATA where the other side closed, or sent none.
     */
    default int receiveDescriptor(int fd) {
        try (Scratch s = Scratch.take()) {
            int data = s.reserveZeroed(8);
            int vector = s.reserveZeroed(16);
            int control = s.reserveZeroed(24);
            int message = s.reserveZeroed(56);
            s.memory.putLong(vector, s.address(data));
            s.memory.putLong(vector + 8, 1);
            s.memory.putLong(message + 16, s.address(vector));
            s.memory.putLong(message + 24, 1);
            s.memory.putLong(message + 32, s.address(control));
            s.memory.putLong(message + 40, 24);
            int how = Flags.MSG_CMSG_CLOEXEC;
            int got = (int) invoke(this, s, Call.RECVMSG, fd, s.address(message), how);
            boolean rights =
                    s.memory.getInt(control + 8) == Flags.SOL_SOCKET
                            && s.memory.getInt(control + 12) == Flags.SCM_RIGHTS;
            if (got < 0) {
                return got;
            }
            return rights ? s.memory.getInt(control + 16) : -Errno.ENODATA;
        }
    }

    /** {@code shutdown(2)}: one direction, or both; 0, or the negative errno. */
    default int shutdown(int fd, int how) {
        try (Scratch s = Scratch.take()) {
            return (int) invoke(this, s, Call.SHUTDOWN, fd, how);
        }
    }
}
