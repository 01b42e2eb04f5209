package dev.mica.linux;

import java.nio.ByteBuffer;

/**
 * What {@code statfs(2)} told about a file system.
 *
 * @param type its magic number, such as {@link #OVERLAY}
 * @param blockSize in bytes: the unit of the block counts
 * @param available blocks, to the unprivileged
 * @param flags the mount's, such as {@code ST_RDONLY} (1)
 */
public record Statfs(
        long type,
        long blockSize,
        long blocks,
        long free,
        long available,
        long files,
        long freeFiles,
        long nameLength,
        long flags) {
    public static final long EXT4 = 0xEF53L;
    public static final long XFS = 0x58465342L;
    public static final long BTRFS = 0x9123683EL;
    public static final long TMPFS = 0x01021994L;
    public static final long OVERLAY = 0x794c7630L;
    public static final long FUSE = 0x65735546L;
    public static final long NSFS = 0x6e736673L;
    public static final long CGROUP2 = 0x63677270L;

    static final int SIZE = 120;

    static Statfs read(ByteBuffer memory, int at) {
        return new Statfs(
                memory.getLong(at) & 0xFFFFFFFFL,
                memory.getLong(at + 8),
                memory.getLong(at + 16),
                memory.getLong(at + 24),
                memory.getLong(at + 32),
                memory.getLong(at + 40),
                memory.getLong(at + 48),
                memory.getLong(at + 64),
                memory.getLong(at + 80));
    }
}
