package dev.mica.linux;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;

/** Reads a descriptor, and closes it. On a virtual thread it waits without a carrier. */
final class FdInputStream extends InputStream {
    private final Fd fd;

    /**
     * Whether waiting makes sense: the kernel's polls refuse plain files, which are always ready.
     */
    private boolean waits = true;

    FdInputStream(Fd fd) {
        this.fd = fd;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            if (waits && Thread.currentThread().isVirtual()) {
                awaitReadable();
            }
            int count = fd.read(ByteBuffer.wrap(target, offset, length));
            return count == 0 ? -1 : count;
        } catch (ErrnoException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void awaitReadable() throws InterruptedIOException {
        try {
            Poller.awaitReadable(fd.number(), -1);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EPERM)) {
                throw e;
            }
            waits = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to read");
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
