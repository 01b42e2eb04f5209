package dev.mica.linux;

import dev.mica.errno.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * Bytes outside the heap at a known address, for {@link DirectCalls}: the kernel reads and writes
 * them where they are, and Java by {@link #bytes}, whose bounds hold. Freed by the collector once
 * nothing refers to it. Not for several threads at once.
 */
public final class NativeBuffer {
    private static final int PAGE = 4096;
    private static final long READ_WRITE = 3;
    private static final long PRIVATE_ANONYMOUS = 0x22;

    private final ByteBuffer bytes;
    private final long address;

    /** That many bytes, zero at first; the native byte order. */
    public NativeBuffer(int size) {
        this(ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder()));
    }

    /**
     * Whole pages, of which the machine gives each when it is first used: for much that is seldom
     * needed. At least that many bytes.
     *
     * @throws OutOfMemoryError when there is no address space for them
     */
    @SuppressWarnings("restricted") // the room's purpose
    public static NativeBuffer pages(Linux linux, int size) {
        int length = (size + PAGE - 1) & -PAGE;
        long at;
        try (Scratch scratch = Scratch.take()) {
            at = linux.call(scratch, Call.MMAP, 0L, length, READ_WRITE, PRIVATE_ANONYMOUS, -1L, 0L);
        }
        if (at < 0) {
            throw new OutOfMemoryError("mmap of " + length + " bytes: " + Errno.text((int) -at));
        }
        Consumer<MemorySegment> freed =
                memory -> {
                    try (Scratch scratch = Scratch.take()) {
                        linux.call(scratch, Call.MUNMAP, at, length, 0L, 0L, 0L, 0L);
                    }
                };
        MemorySegment memory =
                MemorySegment.ofAddress(at).reinterpret(length, Arena.ofAuto(), freed);
        return new NativeBuffer(memory.asByteBuffer().order(ByteOrder.nativeOrder()));
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
