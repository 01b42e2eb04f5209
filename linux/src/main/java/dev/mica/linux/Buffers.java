package dev.mica.linux;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Where a caller's buffer lies. Keep the buffer reachable until the call is over. */
final class Buffers {
    private Buffers() {}

    /** The address of the buffer's position. */
    static long address(ByteBuffer direct) {
        if (!direct.isDirect()) {
            throw new IllegalArgumentException(
                    "this call takes a direct buffer: ByteBuffer.allocateDirect");
        }
        return MemorySegment.ofBuffer(direct).address();
    }
}
