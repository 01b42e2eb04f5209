package dev.mica.linux;

import dev.mica.errno.Errno;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Native memory for one call: its errno, its names, its structures. Taken from a small pool and put
 * back, so that a call allocates nothing and no thread, virtual ones above all, owns any.
 *
 * <p>The memory is a direct buffer, not a {@code MemorySegment} with layouts: the buffers'
 * accessors are there when the JVM starts, while each layout would build a var handle
 * (milliseconds).
 */
final class Scratch implements AutoCloseable {
    /** A name's most bytes, without the NUL: {@code PATH_MAX} less one, as in the kernel. */
    static final int MAX_NAME = 4095;

    /** What a scratch holds: room for three longest names and 16 KiB of data. */
    private static final int SIZE = 32 * 1024;

    /** The errno comes first; 16 bytes keep what follows aligned. */
    private static final int START = 16;

    private static final Pool<Scratch> POOL = new Pool<>();

    final ByteBuffer memory;

    /** Where the C library's errno is captured. */
    final MemorySegment errno;

    private final long base;
    private int used;
    private int badName;

    private Scratch() {
        memory = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());
        MemorySegment segment = MemorySegment.ofBuffer(memory);
        base = segment.address();
        errno = segment.asSlice(0, START);
    }

    /** One from the pool, empty. Close it to put it back. */
    static Scratch take() {
        Scratch scratch = POOL.take();
        if (scratch == null) {
            scratch = new Scratch();
        }
        scratch.used = START;
        scratch.badName = 0;
        return scratch;
    }

    @Override
    public void close() {
        POOL.give(this);
    }

    /** Reserves bytes, aligned to eight: the offset in {@link #memory}. Not cleared. */
    int reserve(int bytes) {
        int at = used;
        int next = (at + bytes + 7) & -8;
        if (next > SIZE) {
            throw new IllegalStateException("a call's data exceeds " + SIZE + " bytes");
        }
        used = next;
        return at;
    }

    /** As {@link #reserve}, filled with zeros. */
    int reserveZeroed(int bytes) {
        int at = reserve(bytes);
        for (int i = at; i < used; i += 8) {
            memory.putLong(i, 0L);
        }
        return at;
    }

    /** How many bytes are left to reserve. */
    int left() {
        return SIZE - used;
    }

    /** The address of an offset in {@link #memory}. */
    long address(int offset) {
        return base + offset;
    }

    /**
     * Copies a name here, with a NUL behind it, and answers its address. A name the kernel could
     * not be told, one with a NUL in it or too long a one, makes {@link #badName} say so.
     */
    long name(String name) {
        byte[] bytes;
        try {
            bytes = Names.encode(name);
        } catch (IllegalArgumentException notBytes) {
            badName = Errno.EILSEQ;
            return 0L;
        }
        if (bytes.length > MAX_NAME) {
            badName = Errno.ENAMETOOLONG;
            return 0L;
        }
        for (byte b : bytes) {
            if (b == 0) {
                badName = Errno.EINVAL;
                return 0L;
            }
        }
        int at = reserve(bytes.length + 1);
        memory.put(at, bytes);
        memory.put(at + bytes.length, (byte) 0);
        return base + at;
    }

    /** The errno of a name that cannot be passed; 0 when all can. */
    int badName() {
        return badName;
    }

    /** The bytes of a name in this scratch; for the doubles that print calls. */
    String nameAt(long address) {
        int at = (int) (address - base);
        int end = at;
        while (memory.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - at];
        memory.get(at, bytes);
        return Names.decode(bytes);
    }

    /** Whether an address lies in this scratch. */
    boolean holds(long address) {
        return address >= base && address < base + SIZE;
    }
}
