package dev.mica.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Descriptors to wait for, and what became of each: {@code struct pollfd} after {@code struct
 * pollfd}. Reusable; not for several threads at once.
 */
public final class PollSet {
    private static final int ENTRY = 8;

    private ByteBuffer entries = allocate(16);
    private long address = Buffers.address(entries);
    private int size;

    /** Forgets all. */
    public void clear() {
        size = 0;
    }

    /**
     * Adds a descriptor; a negative one is passed over by the kernel.
     *
     * @param events what to wait for: {@code POLLIN}, {@code POLLOUT}; an end or error always
     *     counts
     * @return its index
     */
    public int add(int fd, int events) {
        if ((size + 1) * ENTRY > entries.capacity()) {
            ByteBuffer larger = allocate(size * 2);
            larger.put(0, entries, 0, size * ENTRY);
            entries = larger;
            address = Buffers.address(larger);
        }
        entries.putInt(size * ENTRY, fd);
        entries.putShort(size * ENTRY + 4, (short) events);
        entries.putShort(size * ENTRY + 6, (short) 0);
        return size++;
    }

    /** How many were added. */
    public int size() {
        return size;
    }

    /** The descriptor at an index. */
    public int fd(int index) {
        return entries.getInt(index * ENTRY);
    }

    /** What the last poll found for the descriptor at an index; 0 for nothing. */
    public int ready(int index) {
        return entries.getShort(index * ENTRY + 6);
    }

    /** Where the entries lie; good while the set is reachable and none is added. */
    long address() {
        return address;
    }

    private static ByteBuffer allocate(int count) {
        return ByteBuffer.allocateDirect(count * ENTRY).order(ByteOrder.nativeOrder());
    }
}
