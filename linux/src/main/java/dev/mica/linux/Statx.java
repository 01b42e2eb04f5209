package dev.mica.linux;

import java.time.Instant;

/**
 * What {@code statx(2)} told about a file.
 *
 * @param mode type and permissions, as {@code st_mode}
 * @param dev the file system's device number, major and minor as one
 * @param deviceMajor of a device node, its number; so {@code deviceMinor}
 * @param size in bytes
 * @param blocks what it takes on disk, in units of 512 bytes
 * @param accessSeconds since 1970, negative before; so the other times
 * @param mountId as in {@code /proc/self/mountinfo}; 0 on kernels before 5.8
 * @param isMountRoot whether something is mounted here; false on kernels before 5.8
 */
public record Statx(
        int mode,
        int uid,
        int gid,
        int nlink,
        long ino,
        long dev,
        int deviceMajor,
        int deviceMinor,
        long size,
        long blocks,
        long accessSeconds,
        int accessNanos,
        long modifySeconds,
        int modifyNanos,
        long changeSeconds,
        int changeNanos,
        long mountId,
        boolean isMountRoot) {

    /** The type alone: one of the {@code S_IF} values. */
    public int type() {
        return mode & Flags.S_IFMT;
    }

    /** The twelve permission bits. */
    public int permissions() {
        return mode & ~Flags.S_IFMT;
    }

    public boolean isDirectory() {
        return type() == Flags.S_IFDIR;
    }

    public boolean isRegular() {
        return type() == Flags.S_IFREG;
    }

    public boolean isSymbolicLink() {
        return type() == Flags.S_IFLNK;
    }

    /** Whether this is a character device 0:0: what the kernel's overlay takes for a whiteout. */
    public boolean isWhiteout() {
        return type() == Flags.S_IFCHR && deviceMajor == 0 && deviceMinor == 0;
    }

    public Instant accessTime() {
        return Instant.ofEpochSecond(accessSeconds, accessNanos);
    }

    public Instant modifyTime() {
        return Instant.ofEpochSecond(modifySeconds, modifyNanos);
    }
}
