package dev.mica.linux;

import static dev.mica.linux.Invoke.invoke;

import dev.mica.errno.Errno;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/** Reads and writes between a descriptor and a buffer, direct or on the heap. */
final class Transfer {
    private Transfer() {}

    static int in(Kernel kernel, Call call, int fd, ByteBuffer target, long fourth) {
        if (target.isReadOnly()) {
            return -Errno.EFAULT;
        }
        try (Scratch s = Scratch.take()) {
            if (target.isDirect()) {
                long count = direct(kernel, s, call, fd, target, fourth);
                if (count > 0) {
                    target.position(target.position() + (int) count);
                }
                return (int) count;
            }
            int length = Math.min(target.remaining(), FileCalls.HEAP_CHUNK);
            int at = s.reserve(length);
            long count = invoke(kernel, s, call, fd, s.address(at), length, fourth);
            if (count > 0) {
                target.put(s.memory.slice(at, (int) count));
            }
            return (int) count;
        }
    }

    static int out(Kernel kernel, Call call, int fd, ByteBuffer source, long fourth) {
        try (Scratch s = Scratch.take()) {
            if (source.isDirect()) {
                long count = direct(kernel, s, call, fd, source, fourth);
                if (count > 0) {
                    source.position(source.position() + (int) count);
                }
                return (int) count;
            }
            int length = Math.min(source.remaining(), FileCalls.HEAP_CHUNK);
            int at = s.reserve(length);
            s.memory.put(at, source, source.position(), length);
            long count = invoke(kernel, s, call, fd, s.address(at), length, fourth);
            if (count > 0) {
                source.position(source.position() + (int) count);
            }
            return (int) count;
        }
    }

    private static long direct(
            Kernel kernel, Scratch s, Call call, int fd, ByteBuffer buffer, long fourth) {
        try {
            long address = Buffers.address(buffer);
            return invoke(kernel, s, call, fd, address, buffer.remaining(), fourth);
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }
}
