package dev.mica.fuse;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.DirectCalls;
import dev.mica.linux.NativeBuffer;

/**
 * The way requests come and answers go: {@link DeviceTransport} is the kernel's, tests have their
 * own. Several threads send at once; one at a time receives.
 */
public interface FuseTransport {
    /**
     * Waits for a request.
     *
     * @return its length in bytes, {@link #requestAt} is where it begins; or the negative errno:
     *     ENODEV when the mount has ended
     */
    int receive(DirectCalls calls, NativeBuffer target);

    /**
     * Sends an answer or a notice: that many bytes from an offset.
     *
     * @return 0 or more; or the negative errno: ENOENT when nobody waits for it any more
     */
    int send(DirectCalls calls, NativeBuffer source, int at, int length);

    /** Where in the buffer the last request that was received begins. */
    default int requestAt() {
        return 0;
    }

    /** Whether the last {@link #receive} had to sleep. */
    default boolean slept() {
        return false;
    }

    /**
     * Most requests come another way from now on: it need not be quick, but cost little. Until it
     * is {@link #end}ed.
     */
    default void rest() {}

    /**
     * A way of its own for the requests that come from one processor, for the calling thread alone.
     *
     * @param processor from 0, of those that the machine may have
     * @throws ErrnoException where the kernel makes none
     */
    default RingTransport ring(DirectCalls calls, int processor) {
        throw new ErrnoException(Errno.ENOSYS, "io_uring_setup", "");
    }

    /** Lets a {@link #receive} that waits, and each one after, answer ENODEV. */
    void end();

    /** The mount is gone and nothing is served: lets go of what the kernel keeps open for it. */
    default void gone() {}
}
