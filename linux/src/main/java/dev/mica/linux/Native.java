package dev.mica.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one native handle: a function's address and seven longs in, a long out. {@link SystemCall}
 * and every function of the C library that takes integers and pointers fit it, and one shape is all
 * the JVM has to build: each further one costs 6 to 8 ms of CPU at the first start.
 *
 * <p>No lambda, stream, format or concatenation here: this runs before anything else does.
 */
final class Native {
    private static final @Nullable MethodHandle HANDLE = handle();
    private static final @Nullable MemorySegment SYSCALL = systemCall();

    private Native() {}

    /** Whether the JVM lets us call native code. */
    static boolean allowed() {
        return HANDLE != null;
    }

    /** A system call: its result, or the negative errno. */
    static long syscall(long number, long a1, long a2, long a3, long a4, long a5, long a6) {
        MethodHandle handle = HANDLE;
        MemorySegment function = SYSCALL;
        if (handle == null || function == null) {
            throw new AssertionError("SystemLinux is not made without native access");
        }
        try {
            return (long) handle.invokeExact(function, number, a1, a2, a3, a4, a5, a6);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    /** A C library function that returns an error number: 0, or that number negative. */
    static long libraryCall(
            MemorySegment function, long a1, long a2, long a3, long a4, long a5, long a6) {
        MethodHandle handle = HANDLE;
        if (handle == null) {
            throw new AssertionError("SystemLinux is not made without native access");
        }
        try {
            // an int comes back: the upper half of the register is anything
            return -(int) (long) handle.invokeExact(function, a1, a2, a3, a4, a5, a6, 0L);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    /** A function of the C library by name. */
    @SuppressWarnings("restricted") // the room's purpose
    static MemorySegment find(String name) {
        SymbolLookup library = Linker.nativeLinker().defaultLookup();
        Optional<MemorySegment> symbol = library.find(name);
        if (symbol.isEmpty()) {
            throw new UnsupportedOperationException(
                    "the C library has no function " + name + ": Mica needs glibc 2.34 or later");
        }
        return symbol.get();
    }

    @SuppressWarnings("restricted") // the room's purpose
    private static @Nullable MethodHandle handle() {
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        FunctionDescriptor shape =
                FunctionDescriptor.of(word, word, word, word, word, word, word, word);
        try {
            return Linker.nativeLinker().downcallHandle(shape);
        } catch (IllegalCallerException denied) {
            return null; // Linux.system() says what to do; a failed class initializer says it once
        }
    }

    private static @Nullable MemorySegment systemCall() {
        MethodHandle handle = HANDLE;
        if (handle == null) {
            return null;
        }
        try {
            return SystemCall.make(handle);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }
}
