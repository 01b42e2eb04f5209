package dev.mica.linux;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The real kernel. */
final class SystemLinux implements Linux {
    private static final SystemLinux ONLY = new SystemLinux();

    /** The C library's functions, found when first called. */
    private final Map<Call, MemorySegment> functions = new ConcurrentHashMap<>();

    private SystemLinux() {}

    static Linux get() {
        if (!Native.allowed()) {
            Module room = SystemLinux.class.getModule();
            String who = room.isNamed() ? room.getName() : "ALL-UNNAMED";
            throw new IllegalStateException(
                    "Mica calls the kernel, and this JVM denies native access: start java with"
                            + " --enable-native-access="
                            + who);
        }
        return ONLY;
    }

    @Override
    public long call(
            Scratch scratch, Call call, long a1, long a2, long a3, long a4, long a5, long a6) {
        if (call.number >= 0) {
            return Native.syscall(call.number, a1, a2, a3, a4, a5, a6);
        }
        MemorySegment function = functions.get(call);
        if (function == null) {
            function = Native.find(call.text);
            functions.put(call, function);
        }
        return Native.libraryCall(function, a1, a2, a3, a4, a5, a6);
    }
}
