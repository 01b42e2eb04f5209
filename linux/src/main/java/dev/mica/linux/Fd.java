package dev.mica.linux;

import static dev.mica.linux.Invoke.check;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A descriptor that is owned: closed once, however often {@link #close} is called, and never used
 * after. Safe for several threads, but one that is inside a call while another closes may meet the
 * number's next owner, as in C: order the two.
 */
public final class Fd implements AutoCloseable {
    private static final int CLOSED = -1;

    private final Linux linux;
    private final AtomicInteger number;

    /** Takes ownership of an open descriptor. */
    public Fd(Linux linux, int number) {
        if (number < 0) {
            throw new IllegalArgumentException("not a descriptor: " + number);
        }
        this.linux = linux;
        this.number = new AtomicInteger(number);
    }

    /**
     * Opens a path of our own making ({@code openat(2)}); one from outside goes through {@link
     * Root}.
     *
     * @throws ErrnoException with the call {@code open}
     */
    public static Fd open(Linux linux, String path, int flags, int mode) {
        int result = linux.openat(Flags.AT_FDCWD, path, flags, mode);
        if (result < 0) {
            throw new ErrnoException(-result, "open", path);
        }
        return new Fd(linux, result);
    }

    /**
     * The descriptor's number, still owned here.
     *
     * @throws ErrnoException EBADF when it was closed
     */
    public int number() {
        int n = number.get();
        if (n == CLOSED) {
            throw new ErrnoException(Errno.EBADF, "use of a closed descriptor", "");
        }
        return n;
    }

    /** Gives the ownership away: the number, which the caller now closes. */
    public int release() {
        int n = number.getAndSet(CLOSED);
        if (n == CLOSED) {
            throw new ErrnoException(Errno.EBADF, "use of a closed descriptor", "");
        }
        return n;
    }

    /** Whether it is still open. */
    public boolean isOpen() {
        return number.get() != CLOSED;
    }

    /** Reads what there is, at most the buffer's remaining bytes: how many; 0 at the end. */
    public int read(ByteBuffer target) {
        int n = number();
        return (int) check(linux.read(n, target), Call.READ, n);
    }

    /** Reads at an offset in bytes, as {@link #read}. */
    public int read(ByteBuffer target, long offset) {
        int n = number();
        return (int) check(linux.pread(n, target, offset), Call.PREAD64, n);
    }

    /** Writes all that remains in the buffer. */
    public void write(ByteBuffer source) {
        int n = number();
        while (source.hasRemaining()) {
            check(linux.write(n, source), Call.WRITE, n);
        }
    }

    /** Writes all that remains in the buffer at an offset in bytes. */
    public void write(ByteBuffer source, long offset) {
        int n = number();
        long at = offset;
        while (source.hasRemaining()) {
            at += check(linux.pwrite(n, source, at), Call.PWRITE64, n);
        }
    }

    /**
     * A stream of what is read here; closing it closes this. On a virtual thread it waits for a
     * pipe or socket without holding a carrier. Not for several threads at once.
     */
    public InputStream inputStream() {
        return new FdInputStream(this);
    }

    /** Closes it; again, or after {@link #release}, does nothing. */
    @Override
    public void close() {
        int n = number.getAndSet(CLOSED);
        if (n != CLOSED) {
            linux.close(n);
        }
    }

    @Override
    public String toString() {
        int n = number.get();
        return n == CLOSED ? "closed descriptor" : "descriptor " + n;
    }
}
