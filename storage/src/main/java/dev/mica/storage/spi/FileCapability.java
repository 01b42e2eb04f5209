package dev.mica.storage.spi;

import java.util.Arrays;

/**
 * The value of {@code security.capability}. Source: the kernel's {@code
 * include/uapi/linux/capability.h}.
 */
final class FileCapability {
    private static final int REVISION_BYTE = 3;
    private static final int REVISION_2 = 2;
    private static final int REVISION_3 = 3;
    private static final int SIZE_2 = 20;

    private FileCapability() {}

    /**
     * The value as another machine takes it: revision 3 names the root of a user namespace of this
     * machine, so it is written as revision 2, which does not.
     */
    static byte[] portable(byte[] value) {
        if (value.length < SIZE_2 || value[REVISION_BYTE] != REVISION_3) {
            return value;
        }
        byte[] portable = Arrays.copyOf(value, SIZE_2);
        portable[REVISION_BYTE] = REVISION_2;
        return portable;
    }
}
