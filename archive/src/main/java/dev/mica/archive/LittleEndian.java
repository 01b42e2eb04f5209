package dev.mica.archive;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in a byte array, lowest byte first. */
final class LittleEndian {
    private static final VarHandle INT64 =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT32 =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    static long int64(byte[] buffer, int offset) {
        return (long) INT64.get(buffer, offset);
    }

    static int int32(byte[] buffer, int offset) {
        return (int) INT32.get(buffer, offset);
    }
}
