package dev.mica.linux;

import dev.mica.errno.Errno;
import java.nio.ByteBuffer;

/**
 * An {@code io_uring} for commands to a device ({@code IORING_OP_URING_CMD}), of one thread: that
 * which opens it submits and waits. The kernel completes a command only while that thread waits, so
 * what both sides share needs no fences. Linux 6.6 or later.
 *
 * <p>Nothing allocates after {@link #open}; two pages outside the heap.
 *
 * <p>Source: {@code include/uapi/linux/io_uring.h}.
 */
public final class CommandRing implements AutoCloseable {
    private static final int PAGE = 4096;

    /** Commands under way at most. */
    private static final int ENTRIES = 4;

    /** {@code IORING_SETUP_}: SQE128, SINGLE_ISSUER, DEFER_TASKRUN, NO_MMAP, NO_SQARRAY. */
    private static final int SETUP = 1 << 10 | 1 << 12 | 1 << 13 | 1 << 14 | 1 << 16;

    private static final int ENTER_GETEVENTS = 1;
    private static final int OP_POLL_ADD = 6;
    private static final int OP_URING_CMD = 46;

    /** Of a submission, in bytes. */
    private static final int ENTRY = 128;

    /** Where a submission has the device's own part. */
    private static final int COMMAND = 48;

    /** In {@code struct io_uring_params}: where its two tables of offsets begin. */
    private static final int SUBMISSIONS = 40;

    private static final int COMPLETIONS = 80;
    private static final int PARAMETERS = 120;

    private final DirectCalls calls;
    private final Fd fd;
    private final NativeBuffer entries;
    private final NativeBuffer ranges = new NativeBuffer(32);
    private final ByteBuffer rings;
    private final int submissionTail;
    private final int completionHead;
    private final int completionTail;
    private final int completions;
    private final int mask;
    private int unsubmitted;

    private CommandRing(
            DirectCalls calls, Fd fd, NativeBuffer shared, NativeBuffer entries, ByteBuffer told) {
        this.calls = calls;
        this.fd = fd;
        this.entries = entries;
        this.rings = shared.bytes();
        this.submissionTail = told.getInt(SUBMISSIONS + 4);
        this.completionHead = told.getInt(COMPLETIONS);
        this.completionTail = told.getInt(COMPLETIONS + 4);
        this.mask = rings.getInt(told.getInt(COMPLETIONS + 8));
        this.completions = told.getInt(COMPLETIONS + 20);
    }

    /**
     * Makes one for this thread.
     *
     * @throws dev.mica.errno.ErrnoException EPERM where io_uring is forbidden, EINVAL or ENOSYS
     *     where the kernel is too old for it
     */
    public static CommandRing open(DirectCalls calls) {
        NativeBuffer shared = NativeBuffer.pages(calls.linux(), PAGE);
        NativeBuffer entries = NativeBuffer.pages(calls.linux(), PAGE);
        NativeBuffer parameters = new NativeBuffer(PARAMETERS);
        ByteBuffer told = parameters.bytes();
        told.putInt(8, SETUP);
        told.putLong(SUBMISSIONS + 32, entries.address(0, PAGE));
        told.putLong(COMPLETIONS + 32, shared.address(0, PAGE));
        long at = parameters.address(0, PARAMETERS);
        long opened = calls.plain(Call.IO_URING_SETUP, ENTRIES, at, 0, 0);
        Invoke.check(opened, Call.IO_URING_SETUP, "");
        return new CommandRing(calls, new Fd(calls.linux(), (int) opened), shared, entries, told);
    }

    /**
     * Prepares a command; {@link #await} submits it.
     *
     * @param tag what {@link #await} answers when it is completed; not negative
     * @return where the device's own part is to be written, 80 zero bytes of {@link #bytes}
     */
    public int command(int device, int operation, int tag) {
        int at = next(OP_URING_CMD, device, tag);
        entries.bytes().putInt(at + 8, operation);
        return at + COMMAND;
    }

    /** Of the command prepared last: the two ranges of a buffer that it uses until its end. */
    public void give(
            int command, NativeBuffer buffer, int at, int length, int secondAt, int secondLength) {
        ByteBuffer list = ranges.bytes();
        list.putLong(0, buffer.address(at, length));
        list.putLong(8, length);
        list.putLong(16, buffer.address(secondAt, secondLength));
        list.putLong(24, secondLength);
        entries.bytes().putLong(command - COMMAND + 16, ranges.address(0, 32));
        entries.bytes().putInt(command - COMMAND + 24, 2);
    }

    /** Prepares to be told, once, that the other end of a pipe is closed. */
    public void poll(int descriptor, int tag) {
        int at = next(OP_POLL_ADD, descriptor, tag);
        entries.bytes().putInt(at + 28, Flags.POLLIN);
    }

    private int next(int operation, int descriptor, int tag) {
        ByteBuffer bytes = entries.bytes();
        int tail = rings.getInt(submissionTail);
        int at = (tail & (ENTRIES - 1)) * ENTRY;
        for (int i = 0; i < ENTRY; i += 8) {
            bytes.putLong(at + i, 0L);
        }
        bytes.put(at, (byte) operation);
        bytes.putInt(at + 4, descriptor);
        bytes.putLong(at + 32, tag);
        rings.putInt(submissionTail, tail + 1);
        unsubmitted++;
        return at;
    }

    /** Where what {@link #command} answers lies. */
    public ByteBuffer bytes() {
        return entries.bytes();
    }

    /**
     * Submits what was prepared and waits until something is completed.
     *
     * @return its tag, {@link #result} then has its result; or the negative errno
     */
    public int await() {
        return enter(1);
    }

    /**
     * Submits what was prepared.
     *
     * @return the tag of what is completed already; or the negative errno, EAGAIN where nothing is
     */
    public int submit() {
        return enter(0);
    }

    private int enter(int wanted) {
        while (true) {
            int tag = completed();
            if (tag >= 0 && unsubmitted == 0) {
                return tag;
            }
            long done =
                    calls.plain(
                            Call.IO_URING_ENTER,
                            fd.number(),
                            unsubmitted,
                            tag >= 0 ? 0 : wanted,
                            ENTER_GETEVENTS);
            if (done < 0) {
                return (int) done;
            }
            unsubmitted -= (int) done;
            if (wanted == 0 && completed() < 0) {
                return -Errno.EAGAIN;
            }
        }
    }

    /** The tag of the first completion; negative when there is none. */
    private int completed() {
        int head = rings.getInt(completionHead);
        if (head == rings.getInt(completionTail)) {
            return -1;
        }
        return (int) rings.getLong(completions + (head & mask) * 16);
    }

    /** Of the completion that {@link #await} answered: it is done with by this. */
    public int result() {
        int head = rings.getInt(completionHead);
        int result = rings.getInt(completions + (head & mask) * 16 + 8);
        rings.putInt(completionHead, head + 1);
        return result;
    }

    /** Takes back all that is under way. */
    @Override
    public void close() {
        fd.close();
    }
}
