package dev.mica.linux;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;

/**
 * How the topics make a call: bad names answered without asking the kernel, interrupted calls made
 * again, and errors told with the full path of what they were tried on.
 */
final class Invoke {
    private Invoke() {}

    static long invoke(
            Kernel kernel,
            Scratch scratch,
            Call call,
            long a1,
            long a2,
            long a3,
            long a4,
            long a5,
            long a6) {
        if (scratch.badName() != 0) {
            return -scratch.badName();
        }
        long result;
        do {
            result = kernel.call(scratch, call, a1, a2, a3, a4, a5, a6);
        } while (result == -Errno.EINTR && call.repeats);
        return result;
    }

    static long invoke(Kernel kernel, Scratch scratch, Call call, long a1) {
        return invoke(kernel, scratch, call, a1, 0, 0, 0, 0, 0);
    }

    static long invoke(Kernel kernel, Scratch scratch, Call call, long a1, long a2) {
        return invoke(kernel, scratch, call, a1, a2, 0, 0, 0, 0);
    }

    static long invoke(Kernel kernel, Scratch scratch, Call call, long a1, long a2, long a3) {
        return invoke(kernel, scratch, call, a1, a2, a3, 0, 0, 0);
    }

    static long invoke(
            Kernel kernel, Scratch scratch, Call call, long a1, long a2, long a3, long a4) {
        return invoke(kernel, scratch, call, a1, a2, a3, a4, 0, 0);
    }

    static long invoke(
            Kernel kernel,
            Scratch scratch,
            Call call,
            long a1,
            long a2,
            long a3,
            long a4,
            long a5) {
        return invoke(kernel, scratch, call, a1, a2, a3, a4, a5, 0);
    }

    /** The result, or the exception that tells what was tried on which descriptor. */
    static long check(long result, Call call, int fd) {
        if (result < 0) {
            throw new ErrnoException((int) -result, call.text, Paths.of(fd));
        }
        return result;
    }

    /**
     * The result, or the exception that tells what was tried on which name below which directory.
     */
    static long check(long result, Call call, int directory, String name) {
        if (result < 0) {
            throw new ErrnoException((int) -result, call.text, Paths.of(directory, name));
        }
        return result;
    }

    /** The result, or the exception with this text. */
    static long check(long result, Call call, String what) {
        if (result < 0) {
            throw new ErrnoException((int) -result, call.text, what);
        }
        return result;
    }
}
