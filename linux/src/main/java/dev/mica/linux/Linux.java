package dev.mica.linux;

/**
 * Every call to the kernel, as methods named after the system calls. {@link #system()} is the real
 * one; {@link RecordingLinux} and {@link FaultyLinux} are its doubles for tests. Hand it down; a
 * class that fetches {@code system()} for itself cannot be tested for faults.
 *
 * <ul>
 *   <li><b>Errors.</b> Where an error is an ordinary answer (open, stat, read, write, connect,
 *       signals), the result is the negative errno. Every other method throws {@link
 *       dev.mica.errno.ErrnoException} with the call's name and the full path it was tried on.
 *   <li><b>Names</b> are strings that stand for bytes without loss: {@link Names}. One with a NUL
 *       is EINVAL, one of over 4095 bytes ENAMETOOLONG.
 *   <li><b>Descriptors</b> are plain ints here and close-on-exec always; {@link Fd} owns one.
 *   <li><b>Interrupted calls</b> (EINTR) are made again, but for {@code connect}; {@code close} has
 *       closed even then.
 *   <li><b>Buffers</b> are used from position to limit. Direct ones are passed as they are; heap
 *       ones, where they are allowed, are copied.
 *   <li><b>Threads.</b> Safe for all. A call that waits (read of a pipe, poll, recv, wait, flock)
 *       holds its carrier: make it from a platform thread.
 *   <li><b>Cost.</b> Some 20 ns above the system call itself, and no allocation but a name's bytes.
 * </ul>
 */
public sealed interface Linux
        extends FileCalls,
                TreeCalls,
                XattrCalls,
                MountCalls,
                SocketCalls,
                ProcessCalls,
                TerminalCalls
        permits SystemLinux, RecordingLinux, FaultyLinux {
    /**
     * The kernel this JVM runs on.
     *
     * @throws IllegalStateException when the JVM was started without native access; its message
     *     names the flag to add
     */
    static Linux system() {
        return SystemLinux.get();
    }
}
