package dev.mica.fuse;

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
     * @return its length in bytes, from the buffer's start; or the negative errno: ENODEV when the
     *     mount has ended
     */
    int receive(DirectCalls calls, NativeBuffer target);

    /**
     * Sends an answer, the first {@code length} bytes.
     *
     * @return 0 or more; or the negative errno: ENOENT when nobody waits for it any more
     */
    int send(DirectCalls calls, NativeBuffer source, int length);

    /** Lets a {@link #receive} that waits, and each one after, answer ENODEV. */
    void end();

    /** The mount is gone and nothing is served: lets go of what the kernel keeps open for it. */
    default void gone() {}

    /** Whether the last {@link #receive} had to sleep. */
    default boolean slept() {
        return false;
    }
}
