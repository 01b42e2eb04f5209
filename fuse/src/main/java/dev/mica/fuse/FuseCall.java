package dev.mica.fuse;

import dev.mica.linux.DirectCalls;
import dev.mica.linux.NativeBuffer;
import java.nio.ByteBuffer;

/**
 * One request and its answer, over a worker's only buffer: a cursor that never leaves the request,
 * who asks, and the places where a handler puts what it answers. Made once a worker and used for
 * all its requests; nothing in it outlives the handler's return.
 *
 * <p>Data of a request (a write's, an attribute's value) lies in {@link #data} from {@link #dataAt}
 * on, and must be used before any is answered: an answer's data goes to {@link #DATA} of the same
 * buffer.
 */
public final class FuseCall {
    /**
     * Where an answer's data goes. What comes before has room for the headers of a {@link
     * RingTransport}, whose requests' data comes here too.
     */
    public static final int DATA = 512;

    /** The longest name or link target, in bytes. */
    public static final int LONGEST = 4096;

    /** {@code struct fuse_notify_inval_inode_out} behind its header. */
    private static final int NOTICE = 40;

    /** Set by a handler beside its result. */
    public final FuseAttributes attributes = new FuseAttributes();

    private final DirectCalls calls;
    private final NativeBuffer buffer;
    private final ByteBuffer bytes;

    /** Where notices are sent. */
    private final FuseTransport transport;

    private final NativeBuffer notice = new NativeBuffer(NOTICE);
    private final Worker worker;
    final byte[] name = new byte[LONGEST];
    final byte[] secondName = new byte[LONGEST];
    int nameLength;
    int secondLength;

    int opcode;
    long unique;
    long node;
    private int uid;
    private int gid;
    private int pid;
    private int umask;
    private int at;
    private int limit;
    private int dataAt;

    long entryNode;
    long entryGeneration;
    private long entryNanos;
    private long attributeNanos;
    long openFile;
    int openFlags;
    int openBacking;
    private int listed;
    private int listRoom;

    FuseCall(DirectCalls calls, FuseTransport transport, int size, Worker worker) {
        this.calls = calls;
        this.transport = transport;
        this.buffer = NativeBuffer.pages(calls.linux(), size);
        this.bytes = buffer.bytes();
        this.worker = worker;
    }

    /** System calls for this worker's thread. */
    public DirectCalls calls() {
        return calls;
    }

    /** The request's and the answer's bytes. */
    public NativeBuffer data() {
        return buffer;
    }

    /** Where the request's data begins. */
    public int dataAt() {
        return dataAt;
    }

    /** What this session has served until now. */
    public RequestStatistics statistics() {
        return worker.session.statistics();
    }

    /** How many threads serve this session. */
    public int threads() {
        return worker.session.threads();
    }

    /** Whether both sides use this {@link FuseAbi} flag. */
    public boolean has(long flag) {
        return worker.session.has(flag);
    }

    /** The process that asks; 0 where the kernel itself does. */
    public int pid() {
        return pid;
    }

    /** As whom it acts on files. */
    public int uid() {
        return uid;
    }

    public int gid() {
        return gid;
    }

    /** What it masks of a new file's permissions; 0 where the request makes none. */
    public int umask() {
        return umask;
    }

    /**
     * What follows may take long: another worker reads the next requests. Free when called again.
     */
    public void mayBlock() {
        worker.mayBlock();
    }

    /**
     * Answers an entry: its node, whose lookup count this raises, or 0 for a name that is absent
     * and stays so for that long.
     *
     * @param nameNanos how long the kernel may go by this name without asking
     * @param attributesNanos how long it may go by {@link #attributes}
     */
    public void entry(long newNode, long generation, long nameNanos, long attributesNanos) {
        entryNode = newNode;
        entryGeneration = generation;
        entryNanos = nameNanos;
        attributeNanos = attributesNanos;
    }

    /** How long the kernel may go by {@link #attributes}, in nanoseconds. */
    public void attributesValid(long nanos) {
        attributeNanos = nanos;
    }

    /**
     * Answers an open.
     *
     * @param file comes back with each use
     * @param flags {@code FOPEN_} bits
     * @param backing with {@code FOPEN_PASSTHROUGH}, what BACKING_OPEN gave
     */
    public void opened(long file, int flags, int backing) {
        openFile = file;
        openFlags = flags;
        openBacking = backing;
    }

    private static final long NO_DATA = -1;

    /**
     * Has the kernel ask for a node's attributes again: what it was told is true no more, and the
     * request that made it so does not answer them. May be called while that request is served.
     */
    public void attributesChanged(long changed) {
        changed(changed, NO_DATA);
    }

    /** As {@link #attributesChanged}, of a directory and the names that were told of it. */
    public void namesChanged(long directory) {
        changed(directory, 0L);
    }

    private void changed(long changed, long from) {
        ByteBuffer to = notice.bytes();
        to.putInt(0, NOTICE);
        to.putInt(4, FuseAbi.NOTIFY_INVAL_INODE);
        to.putLong(8, 0L);
        to.putLong(16, changed);
        to.putLong(24, from);
        to.putLong(32, 0L);
        int sent = transport.send(calls, notice, 0, NOTICE);
        assert sent <= NOTICE; // ENOENT: it knows the node no more
    }

    /** Whether a listing has room for a name of this length; asked before it is added. */
    public boolean lists(int length, boolean plus) {
        return listed + direntSize(length, plus) <= listRoom;
    }

    /** Adds a name to a listing: no attributes with it. */
    public void list(byte[] source, int from, int length, long ino, int type, long next) {
        int to = DATA + listed;
        dirent(to, source, from, length, ino, type, next);
        listed += direntSize(length, false);
    }

    /** Adds a name and what {@link #entry} and {@link #attributes} say of it. */
    public void listPlus(byte[] source, int from, int length, long ino, int type, long next) {
        int to = DATA + listed;
        writeEntry(to);
        dirent(to + FuseAbi.ENTRY, source, from, length, ino, type, next);
        listed += direntSize(length, true);
    }

    private void dirent(
            int to, byte[] source, int from, int length, long ino, int type, long next) {
        bytes.putLong(to, ino);
        bytes.putLong(to + 8, next);
        bytes.putInt(to + 16, length);
        bytes.putInt(to + 20, type);
        int end = (length + 7) & -8;
        if (end > length) {
            bytes.putLong(to + 24 + end - 8, 0L);
        }
        bytes.put(to + 24, source, from, length);
    }

    private static int direntSize(int length, boolean plus) {
        return ((24 + length + 7) & -8) + (plus ? FuseAbi.ENTRY : 0);
    }

    void startListing(int room) {
        listed = 0;
        listRoom = Math.min(room, buffer.size() - DATA);
    }

    int listed() {
        return listed;
    }

    /** Takes a request apart as far as its header. */
    void start(int from, int length) {
        if (length < FuseAbi.IN_HEADER || bytes.getInt(from) != length) {
            throw new MalformedRequest();
        }
        opcode = bytes.getInt(from + 4);
        unique = bytes.getLong(from + 8);
        node = bytes.getLong(from + 16);
        uid = bytes.getInt(from + 24);
        gid = bytes.getInt(from + 28);
        pid = bytes.getInt(from + 32);
        // extensions, in units of 8 bytes, lie at the end
        int extensions = (bytes.getShort(from + 36) & 0xFFFF) * 8;
        umask = 0;
        entryNanos = 0;
        attributeNanos = 0;
        at = from + FuseAbi.IN_HEADER;
        limit = from + length - extensions;
        if (limit < at) {
            throw new MalformedRequest();
        }
    }

    int left() {
        return limit - at;
    }

    int u32() {
        int from = advance(4);
        return bytes.getInt(from);
    }

    long u64() {
        int from = advance(8);
        return bytes.getLong(from);
    }

    void skip(int count) {
        advance(count);
    }

    void takeUmask() {
        umask = u32();
    }

    void takeName() {
        nameLength = takeString(name);
    }

    void takeSecondName() {
        secondLength = takeString(secondName);
    }

    void takeData(int length) {
        dataAt = advance(length);
    }

    private int advance(int count) {
        int from = at;
        if (count < 0 || count > limit - from) {
            throw new MalformedRequest();
        }
        at = from + count;
        return from;
    }

    private int takeString(byte[] target) {
        int from = at;
        int end = from;
        while (true) {
            if (end >= limit || end - from >= target.length) {
                throw new MalformedRequest();
            }
            if (bytes.get(end) == 0) {
                break;
            }
            end++;
        }
        int length = end - from;
        bytes.get(from, target, 0, length);
        at = end + 1;
        return length;
    }

    int writeEntry(int to) {
        bytes.putLong(to, entryNode);
        bytes.putLong(to + 8, entryGeneration);
        bytes.putLong(to + 16, entryNanos / 1_000_000_000);
        bytes.putLong(to + 24, attributeNanos / 1_000_000_000);
        bytes.putInt(to + 32, (int) (entryNanos % 1_000_000_000));
        bytes.putInt(to + 36, (int) (attributeNanos % 1_000_000_000));
        attributes.write(bytes, to + 40);
        return FuseAbi.ENTRY;
    }

    int writeAttributes(int to) {
        bytes.putLong(to, attributeNanos / 1_000_000_000);
        bytes.putInt(to + 8, (int) (attributeNanos % 1_000_000_000));
        bytes.putInt(to + 12, 0);
        attributes.write(bytes, to + 16);
        return 16 + FuseAbi.ATTR;
    }

    int writeStatx(int to) {
        bytes.putLong(to, attributeNanos / 1_000_000_000);
        bytes.putInt(to + 8, (int) (attributeNanos % 1_000_000_000));
        for (int i = 12; i < 32; i += 4) {
            bytes.putInt(to + i, 0);
        }
        attributes.writeStatx(bytes, to + 32);
        return 32 + FuseAttributes.STATX;
    }

    int writeOpen(int to) {
        bytes.putLong(to, openFile);
        bytes.putInt(to + 8, openFlags);
        bytes.putInt(to + 12, openBacking);
        return 16;
    }
}
