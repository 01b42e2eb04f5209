package dev.mica.linux;

import dev.mica.errno.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Native memory for one call: its names, its structures. Taken from a small pool and put back, so
 * that a call allocates nothing and no thread, virtual ones above all, owns any.
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

    private static final Pool<Scratch> POOL = new Pool<>();

    final ByteBuffer memory;

    private final long base;
    private int used;
    private int badName;

    private Scratch() {
        memory = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());
        base = Buffers.address(memory);
    }

    /** One from the pool, empty. Close it to put it back. */
    static Scratch take() {
        Scratch scratch = POOL.take();
        if (scratch == null) {
            scratch = new Scratch();
        }
        scratch.clear();
        return scratch;
    }

    /**
     * One that is never given back: for a thread that keeps it. {@link #clear} before each call.
     */
    static Scratch own() {
        return new Scratch();
    }

    /** Empties it for the next call. */
    void clear() {
        used = 0;
        badName = 0;
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

    /** As {@link #name(String)}, of the first bytes of an array; nothing is allocated. */
    long name(byte[] bytes, int length) {
        if (length > MAX_NAME) {
            badName = Errno.ENAMETOOLONG;
            return 0L;
        }
        int at = reserve(length + 1);
        memory.put(at, bytes, 0, length);
        memory.put(at + length, (byte) 0);
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
