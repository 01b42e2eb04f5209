package dev.mica.linux;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A function that makes a system call and returns what the kernel returns, an error as its negative
 * number: the C library's {@code syscall} without its last step, which moves the error to {@code
 * errno}. Having the JVM fetch it from there costs 50 of 265 ns and 40 bytes of garbage where only
 * the first compiler runs (docs/decisions/system-calls.md).
 *
 * <p>The few instructions are written to a page of their own, which is then made executable and
 * never written again. A JVM whose compilers work may do that.
 */
final class SystemCall {
    private static final int PAGE = 4096;
    private static final long PROT_READ = 1;
    private static final long PROT_WRITE = 2;
    private static final long PROT_EXEC = 4;
    private static final long MAP_PRIVATE_ANONYMOUS = 0x22;

    /** The seventh argument is on the stack. */
    private static final int[] X86_64 = {
        0xf3, 0x0f, 0x1e, 0xfa, // endbr64
        0x48, 0x89, 0xf8, // mov rax, rdi
        0x48, 0x89, 0xf7, // mov rdi, rsi
        0x48, 0x89, 0xd6, // mov rsi, rdx
        0x48, 0x89, 0xca, // mov rdx, rcx
        0x4d, 0x89, 0xc2, // mov r10, r8
        0x4d, 0x89, 0xc8, // mov r8, r9
        0x4c, 0x8b, 0x4c, 0x24, 0x08, // mov r9, [rsp+8]
        0x0f, 0x05, // syscall
        0xc3, // ret
    };

    private static final int[] AARCH64 = {
        0xd503245f, // bti c
        0xaa0003e8, // mov x8, x0
        0xaa0103e0, // mov x0, x1
        0xaa0203e1, // mov x1, x2
        0xaa0303e2, // mov x2, x3
        0xaa0403e3, // mov x3, x4
        0xaa0503e4, // mov x4, x5
        0xaa0603e5, // mov x5, x6
        0xd4000001, // svc 0
        0xd65f03c0, // ret
    };

    private SystemCall() {}

    /**
     * Makes the function.
     *
     * @param handle calls a function with seven words
     */
    @SuppressWarnings("restricted") // the room's purpose
    static MemorySegment make(MethodHandle handle) throws Throwable {
        MemorySegment mmap = Native.find("mmap");
        long page =
                (long)
                        handle.invokeExact(
                                mmap,
                                0L,
                                (long) PAGE,
                                PROT_READ | PROT_WRITE,
                                MAP_PRIVATE_ANONYMOUS,
                                -1L,
                                0L,
                                0L);
        if (page == -1L) {
            throw new OutOfMemoryError("mmap of one page for the system call function");
        }
        ByteBuffer code = MemorySegment.ofAddress(page).reinterpret(PAGE).asByteBuffer();
        code.order(ByteOrder.LITTLE_ENDIAN);
        if (Arch.pick(0, 1) == 0) {
            for (int b : X86_64) {
                code.put((byte) b);
            }
        } else {
            for (int instruction : AARCH64) {
                code.putInt(instruction);
            }
        }
        MemorySegment mprotect = Native.find("mprotect");
        long result =
                (long)
                        handle.invokeExact(
                                mprotect, page, (long) PAGE, PROT_READ | PROT_EXEC, 0L, 0L, 0L, 0L);
        if ((int) result != 0) {
            throw new UnsupportedOperationException(
                    "mprotect: this system lets no program make a page executable (SELinux's"
                            + " execmem?), which Mica and the JVM's compilers need");
        }
        return MemorySegment.ofAddress(page);
    }
}
