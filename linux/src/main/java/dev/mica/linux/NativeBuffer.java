package dev.mica.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Bytes outside the heap at a known address, for {@link DirectCalls}: the kernel reads and writes
 * them where they are, and Java by {@link #bytes}, whose bounds hold. Freed by the collector once
 * nothing refers to it. Not for several threads at once.
 */
public final class NativeBuffer {
    private final ByteBuffer bytes;
    private final long address;

    /** That many bytes, zero at first; the native byte order. */
    public NativeBuffer(int size) {
        this(ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder()));
    }

    /** The memory of a direct buffer, all of it. */
    public NativeBuffer(ByteBuffer direct) {
        bytes = direct;
        address = Buffers.address(direct.duplicate().clear());
    }

    /** The bytes, by absolute offsets: position and limit are never looked at here. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** How many there are. */
    public int size() {
        return bytes.capacity();
    }

    /**
     * The address of a range, for the kernel.
     *
     * @throws IndexOutOfBoundsException when it is not all inside
     */
    long address(int offset, int length) {
        java.util.Objects.checkFromIndexSize(offset, length, bytes.capacity());
        return address + offset;
    }
}
