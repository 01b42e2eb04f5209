package dev.mica.archive;

import java.util.Arrays;

/** A header block, and where the formats place its fields. */
final class TarBlock {
    static final int SIZE = 512;

    static final int NAME = 0;
    static final int NAME_LENGTH = 100;
    static final int MODE = 100;
    static final int UID = 108;
    static final int GID = 116;
    static final int FILE_SIZE = 124;
    static final int MTIME = 136;
    static final int CHECKSUM = 148;
    static final int TYPE = 156;
    static final int LINK_NAME = 157;
    static final int MAGIC = 257;
    static final int USER_NAME = 265;
    static final int GROUP_NAME = 297;
    static final int OWNER_NAME_LENGTH = 32;
    static final int DEVICE_MAJOR = 329;
    static final int DEVICE_MINOR = 337;
    static final int PREFIX = 345;
    static final int PREFIX_LENGTH = 155;
    static final int STAR_PREFIX_LENGTH = 131;
    static final int STAR_ATIME = 476;
    static final int STAR_CTIME = 488;
    static final int STAR_TRAILER = 508;
    static final int GNU_ATIME = 345;
    static final int GNU_CTIME = 357;
    static final int GNU_SPARSE = 386;
    static final int GNU_SPARSE_EXTENDED = 482;
    static final int GNU_REAL_SIZE = 483;

    /** The length of mode, uid, gid and device fields. */
    static final int SHORT = 8;

    /** The length of sizes and times. */
    static final int LONG = 12;

    private final byte[] bytes;

    /**
     * @param bytes {@link #SIZE} of them
     */
    TarBlock(byte[] bytes) {
        this.bytes = bytes;
    }

    byte at(int field) {
        return bytes[field];
    }

    boolean isZero() {
        for (int at = 0; at < SIZE; at += Long.BYTES) {
            if (LittleEndian.int64(bytes, at) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The field up to its first NUL. */
    byte[] text(int field, int length) {
        int end = field;
        while (end < field + length && bytes[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(bytes, field, end);
    }

    boolean matches(int field, String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            if (at(field + i) != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * A number: octal digits padded with spaces and NULs, or, when the first bit is set, big-endian
     * two's complement.
     *
     * @throws ArchiveException when it is neither, or too large
     */
    long number(int field, int length) {
        if (at(field) < 0) {
            return binary(field, length);
        }
        int from = field;
        int to = field + length;
        while (from < to && isPadding(at(from))) {
            from++;
        }
        while (to > from && isPadding(at(to - 1))) {
            to--;
        }
        long value = 0;
        for (int i = from; i < to && at(i) != 0; i++) {
            int digit = at(i) - '0';
            if (digit < 0 || digit > 7) {
                throw ArchiveException.invalidHeader();
            }
            value = value << 3 | digit;
        }
        return value;
    }

    private long binary(int field, int length) {
        boolean negative = (at(field) & 0x40) != 0;
        int inversion = negative ? 0xFF : 0;
        long value = 0;
        for (int i = 0; i < length; i++) {
            int b = (at(field + i) ^ inversion) & 0xFF;
            if (i == 0) {
                b &= 0x7F;
            }
            if (value >>> 55 != 0) {
                throw ArchiveException.invalidHeader();
            }
            value = value << 8 | b;
        }
        return negative ? ~value : value;
    }

    /** Whether the checksum is right, counted with unsigned bytes, or with signed ones (Sun). */
    boolean hasValidChecksum() {
        long expected;
        try {
            expected = number(CHECKSUM, SHORT);
        } catch (ArchiveException _) {
            return false;
        }
        int unsigned = 0;
        int signed = 0;
        for (int i = 0; i < SIZE; i++) {
            byte b = i >= CHECKSUM && i < CHECKSUM + SHORT ? (byte) ' ' : at(i);
            unsigned += b & 0xFF;
            signed += b;
        }
        return expected == unsigned || expected == signed;
    }

    private static boolean isPadding(byte b) {
        return b == ' ' || b == 0;
    }
}
