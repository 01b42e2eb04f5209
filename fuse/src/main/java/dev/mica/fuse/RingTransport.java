package dev.mica.fuse;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.CommandRing;
import dev.mica.linux.DirectCalls;
import dev.mica.linux.NativeBuffer;
import java.nio.ByteBuffer;

/**
 * Requests from one processor, through {@code io_uring}: for one thread and its one buffer. An
 * answer is handed over by the {@link #receive} that follows, in the same system call that waits
 * for the next request.
 *
 * <p>The buffer begins with {@code struct fuse_uring_req_header}; what follows a request's header,
 * and an answer's, lies at {@link FuseCall#DATA}. A request is put together before that.
 */
final class RingTransport implements FuseTransport, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RingTransport.class.getName());

    /** In the buffer: a request's first structure. */
    private static final int OPERATION = 128;

    private static final int MOST_OPERATION = 128;

    /** In the buffer: {@code struct fuse_uring_ent_in_out}. */
    private static final int ENTRY = 256;

    private static final int COMMIT_ID = ENTRY + 8;
    private static final int PAYLOAD_SIZE = ENTRY + 16;
    private static final int HEADERS = ENTRY + 32;

    private static final int REQUEST = 0;
    private static final int END = 1;

    private final CommandRing ring;
    private final int device;
    private final int processor;
    private final int wakes;
    private long commitId;
    private int requestAt;

    /** Whether one came while the buffer was given. */
    private boolean hasRequest;

    /**
     * Takes the ring.
     *
     * @param wakes becomes readable, or its other end is closed, when the session is to end
     */
    RingTransport(CommandRing ring, int device, int processor, int wakes) {
        this.ring = ring;
        this.device = device;
        this.processor = processor;
        this.wakes = wakes;
    }

    /** Gives the kernel the buffer. */
    void register(NativeBuffer buffer) {
        ring.poll(wakes, END);
        int command = command(FuseAbi.RING_REGISTER);
        ring.give(command, buffer, 0, HEADERS, FuseCall.DATA, buffer.size() - FuseCall.DATA);
        int early = ring.submit();
        if (early == REQUEST) {
            int result = ring.result();
            if (result < 0) {
                throw new ErrnoException(-result, "register with FUSE's io_uring", "");
            }
            hasRequest = true;
        }
        if (early < 0 && early != -Errno.EAGAIN) {
            throw new ErrnoException(-early, "io_uring_enter", "");
        }
    }

    private int command(int operation) {
        int command = ring.command(device, operation, REQUEST);
        ring.bytes().putShort(command + 16, (short) processor);
        return command;
    }

    @Override
    public int receive(DirectCalls calls, NativeBuffer target) {
        if (hasRequest) {
            hasRequest = false;
            return request(target);
        }
        int tag = ring.await();
        if (tag < 0) {
            return tag;
        }
        int result = ring.result();
        if (tag == REQUEST && result >= 0) {
            return request(target);
        }
        if (result < 0 && result != -Errno.ENOTCONN && result != -Errno.ECONNABORTED) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "an answer over io_uring was refused, so the mount ends: {0}",
                    Errno.name(-result));
        }
        return -Errno.ENODEV;
    }

    /** Puts a request together: its header and first structure before what follows them. */
    private int request(NativeBuffer buffer) {
        ByteBuffer bytes = buffer.bytes();
        int length = bytes.getInt(0);
        int payload = bytes.getInt(PAYLOAD_SIZE);
        commitId = bytes.getLong(COMMIT_ID);
        int operation = length - FuseAbi.IN_HEADER - payload;
        if (operation < 0
                || operation > MOST_OPERATION
                || payload < 0
                || payload > buffer.size() - FuseCall.DATA) {
            return -Errno.EPROTO;
        }
        int at = FuseCall.DATA - operation;
        bytes.put(at, bytes, OPERATION, operation);
        bytes.put(at - FuseAbi.IN_HEADER, bytes, 0, FuseAbi.IN_HEADER);
        requestAt = at - FuseAbi.IN_HEADER;
        return length;
    }

    @Override
    public int requestAt() {
        return requestAt;
    }

    @Override
    public int send(DirectCalls calls, NativeBuffer source, int at, int length) {
        ByteBuffer bytes = source.bytes();
        bytes.put(0, bytes, at, FuseAbi.OUT_HEADER);
        bytes.putInt(PAYLOAD_SIZE, length - FuseAbi.OUT_HEADER);
        int command = command(FuseAbi.RING_COMMIT_AND_FETCH);
        ring.bytes().putLong(command + 8, commitId);
        return length;
    }

    /** It ends with the transport that it belongs to. */
    @Override
    public void end() {}

    @Override
    public void close() {
        ring.close();
    }
}
