package dev.mica.archive;

/**
 * CRC-64 with the ISO 3309 polynomial, reflected, as Go's {@code hash/crc64} computes it with its
 * table {@code ISO}: what tar-split keeps of a file's content. Not thread-safe.
 *
 * <p>Sixteen bytes a step: each looks up its share in a table of its own, so that the look-ups do
 * not wait for one another.
 */
final class Crc64 {
    private static final long POLYNOMIAL = 0xD800000000000000L;
    private static final int STEP = 16;

    /** Table {@code k} has the share of a byte that {@code k} more bytes follow. */
    private static final long[] TABLES = tables();

    private long state = -1;

    void reset() {
        state = -1;
    }

    /** The checksum of all bytes since the last {@link #reset}. */
    long value() {
        return ~state;
    }

    void update(byte[] buffer, int offset, int length) {
        long crc = state;
        int at = offset;
        int end = offset + length;
        for (; at <= end - STEP; at += STEP) {
            long first = crc ^ LittleEndian.int64(buffer, at);
            long second = LittleEndian.int64(buffer, at + 8);
            crc = share(15, first) ^ share(7, second);
        }
        for (; at < end; at++) {
            crc = crc >>> 8 ^ TABLES[(int) (crc ^ buffer[at]) & 0xFF];
        }
        state = crc;
    }

    /** The share of eight bytes, the first of which is followed by {@code following} bytes. */
    private static long share(int following, long bytes) {
        int table = following << 8;
        long[] t = TABLES;
        return t[table + ((int) bytes & 0xFF)]
                ^ t[table - 256 + ((int) (bytes >>> 8) & 0xFF)]
                ^ t[table - 512 + ((int) (bytes >>> 16) & 0xFF)]
                ^ t[table - 768 + ((int) (bytes >>> 24) & 0xFF)]
                ^ t[table - 1024 + ((int) (bytes >>> 32) & 0xFF)]
                ^ t[table - 1280 + ((int) (bytes >>> 40) & 0xFF)]
                ^ t[table - 1536 + ((int) (bytes >>> 48) & 0xFF)]
                ^ t[table - 1792 + ((int) (bytes >>> 56) & 0xFF)];
    }

    private static long[] tables() {
        long[] tables = new long[STEP << 8];
        for (int b = 0; b < 256; b++) {
            long crc = b;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 1 ? crc >>> 1 ^ POLYNOMIAL : crc >>> 1;
            }
            tables[b] = crc;
        }
        for (int i = 256; i < tables.length; i++) {
            long before = tables[i - 256];
            tables[i] = before >>> 8 ^ tables[(int) before & 0xFF];
        }
        return tables;
    }
}
