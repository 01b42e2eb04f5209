package dev.mica.errno;

import java.io.Serial;

/**
 * A system call that failed: which call, on what, and the kernel's reason. The message reads as Go
 * programs print it, {@code mkdir /a/b: no such file or directory}, since Docker's clients know
 * that form.
 *
 * <p>Unchecked: it crosses many layers that can do nothing about it, and exactly one place at each
 * border (HTTP, FUSE, java.nio) turns it into that border's own form.
 */
public final class ErrnoException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final int errno;
    private final String call;
    private final String path;

    /**
     * @param errno the positive error number
     * @param call the system call's name, such as {@code mkdirat}
     * @param path what it was tried on; the empty string where nothing has a name
     */
    public ErrnoException(int errno, String call, String path) {
        super(
                path.isEmpty()
                        ? call + ": " + Errno.text(errno)
                        : call + " " + path + ": " + Errno.text(errno));
        this.errno = errno;
        this.call = call;
        this.path = path;
    }

    /** The positive error number; see {@link Errno}. */
    public int errno() {
        return errno;
    }

    /** The system call that failed. */
    public String call() {
        return call;
    }

    /** What the call was tried on; empty where nothing has a name. */
    public String path() {
        return path;
    }

    /** Whether the kernel said {@code errno}. */
    public boolean is(int errno) {
        return this.errno == errno;
    }
}
