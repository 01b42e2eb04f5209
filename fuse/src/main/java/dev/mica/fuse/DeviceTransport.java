package dev.mica.fuse;

import dev.mica.errno.Errno;
import dev.mica.linux.CommandRing;
import dev.mica.linux.DirectCalls;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.NativeBuffer;
import dev.mica.linux.PollSet;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code /dev/fuse}. The reader asks again and again for {@link #SPIN_NANOS} before it sleeps: a
 * client that goes on after an answer sends its next request within that time, and waking a
 * processor takes 45 µs. On a machine with one processor it sleeps at once.
 */
public final class DeviceTransport implements FuseTransport, AutoCloseable {
    /** How long it asks before it sleeps, in nanoseconds. */
    static final long SPIN_NANOS = 100_000;

    /** The pause before each request at {@link #rest}, in nanoseconds. */
    private static final long REST_NANOS = 2_000_000;

    private static final boolean SPINS = Runtime.getRuntime().availableProcessors() > 1;

    private final Fd device;
    private final PollSet poll = new PollSet();
    private final Fd wakes;
    private final Fd waker;
    private volatile boolean slept;
    private volatile boolean rests;
    private volatile boolean ended;

    /** Takes the open device; it is made non-blocking. */
    public DeviceTransport(Linux linux, Fd device) {
        this.device = device;
        int fd = device.number();
        linux.fcntl(fd, Flags.F_SETFL, linux.fcntl(fd, Flags.F_GETFL, 0) | Flags.O_NONBLOCK);
        int[] pipe = linux.pipe2(Flags.O_NONBLOCK);
        wakes = new Fd(linux, pipe[0]);
        waker = new Fd(linux, pipe[1]);
        poll.add(fd, Flags.POLLIN);
        poll.add(wakes.number(), Flags.POLLIN);
    }

    @Override
    public int receive(DirectCalls calls, NativeBuffer target) {
        int fd = device.number();
        slept = false;
        if (rests) {
            // the kernel hands over in one request what was forgotten meanwhile
            LockSupport.parkNanos(REST_NANOS);
        }
        long spinsUntil = 0;
        while (!ended) {
            int got = calls.read(fd, target, 0, target.size());
            if (got != -Errno.EAGAIN) {
                return got;
            }
            long now = System.nanoTime();
            if (spinsUntil == 0) {
                spinsUntil = now + (SPINS && !rests ? SPIN_NANOS : 0);
            } else if (now - spinsUntil >= 0) {
                calls.linux().poll(poll, -1);
                slept = true;
                spinsUntil = 0;
            }
        }
        return -Errno.ENODEV;
    }

    @Override
    public int send(DirectCalls calls, NativeBuffer source, int at, int length) {
        return calls.write(device.number(), source, at, length);
    }

    @Override
    public RingTransport ring(DirectCalls calls, int processor) {
        CommandRing ring = CommandRing.open(calls);
        return new RingTransport(ring, device.number(), processor, wakes.number());
    }

    /** It looks for requests no more than every {@link #REST_NANOS} then, and sleeps else. */
    @Override
    public void rest() {
        rests = true;
    }

    @Override
    public boolean slept() {
        return slept;
    }

    @Override
    public void end() {
        ended = true;
        waker.close();
    }

    /**
     * Has the kernel pass data of a file through to that descriptor.
     *
     * @return what an open is answered with; or the negative errno: EPERM outside of the initial
     *     user namespace
     */
    public int openBacking(DirectCalls calls, NativeBuffer scratch, int at, int fd) {
        scratch.bytes().putInt(at, fd);
        scratch.bytes().putInt(at + 4, 0);
        scratch.bytes().putLong(at + 8, 0L);
        return calls.ioctl(device.number(), FuseAbi.BACKING_OPEN, scratch, at, 16);
    }

    /** No open is answered with it any more. */
    public void closeBacking(DirectCalls calls, NativeBuffer scratch, int at, int backing) {
        scratch.bytes().putInt(at, backing);
        int ignored = calls.ioctl(device.number(), FuseAbi.BACKING_CLOSE, scratch, at, 4);
        assert ignored <= 0;
    }

    /** Backing files are the kernel's until the device is closed. */
    @Override
    public void gone() {
        device.close();
    }

    /** Closes the device: a mount that is still there answers ENOTCONN. After the session's end. */
    @Override
    public void close() {
        device.close();
        wakes.close();
        waker.close();
    }
}
