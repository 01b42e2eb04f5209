package dev.mica.fuse;

import dev.mica.errno.Errno;

/**
 * What a file system does. Each method answers 0 or more, or a negative errno, and puts what else
 * there is to say into the call; the session answers the kernel once, whatever happens: what throws
 * is EIO and a line in the log.
 *
 * <p>A name is the first {@code length} bytes of an array that belongs to the call. Nodes are the
 * numbers that {@link FuseCall#entry} told the kernel; each entry raises a node's count, {@link
 * #forget} lowers it, and at 0 the kernel knows it no more.
 *
 * <p><b>Threads.</b> Called by several workers at once. One at a time reads requests, and handles
 * its own before it reads the next: so what is quick is quickest by the same thread, and what may
 * take long says so by {@link FuseCall#mayBlock} first.
 *
 * <p>What is not implemented answers ENOSYS, which the kernel takes for good for most operations.
 */
public interface FuseHandler {
    /**
     * The kernel offers, the handler chooses.
     *
     * @param offered the flags that the kernel knows
     * @return those that are wanted; the session adds what it needs itself
     */
    long init(FuseCall call, long offered);

    /** How many file systems may lie below this one for passthrough: 0 without passthrough. */
    default int stackDepth() {
        return 0;
    }

    /** The mount has ended: no call follows. */
    default void destroy() {}

    int lookup(FuseCall call, long parent, byte[] name, int length);

    void forget(FuseCall call, long node, long count);

    /**
     * Answers {@link FuseCall#attributes}.
     *
     * @param file what an open answered; -1 where there is none
     */
    int getattr(FuseCall call, long node, long file);

    /** Changes attributes and answers {@link FuseCall#attributes}. */
    int setattr(FuseCall call, long node, AttributeChange change);

    /** The target goes to the call's data: its length. */
    default int readlink(FuseCall call, long node) {
        return -Errno.ENOSYS;
    }

    default int symlink(
            FuseCall call, long parent, byte[] name, int length, byte[] target, int targetLength) {
        return -Errno.ENOSYS;
    }

    default int mknod(FuseCall call, long parent, byte[] name, int length, int mode, int device) {
        return -Errno.ENOSYS;
    }

    default int mkdir(FuseCall call, long parent, byte[] name, int length, int mode) {
        return -Errno.ENOSYS;
    }

    default int unlink(FuseCall call, long parent, byte[] name, int length) {
        return -Errno.ENOSYS;
    }

    default int rmdir(FuseCall call, long parent, byte[] name, int length) {
        return -Errno.ENOSYS;
    }

    /**
     * Renames; with an exchange, both ways.
     *
     * @param flags {@code RENAME_NOREPLACE} and its like
     */
    default int rename(
            FuseCall call,
            long parent,
            byte[] name,
            int length,
            long newParent,
            byte[] newName,
            int newLength,
            int flags) {
        return -Errno.ENOSYS;
    }

    default int link(FuseCall call, long node, long newParent, byte[] name, int length) {
        return -Errno.ENOSYS;
    }

    /**
     * Answers by {@link FuseCall#opened}.
     *
     * @param killPrivileges {@code O_TRUNC} takes set-user-ID and set-group-ID
     */
    default int open(FuseCall call, long node, int flags, boolean killPrivileges) {
        return -Errno.ENOSYS;
    }

    /** Answers by {@link FuseCall#entry} and {@link FuseCall#opened}. */
    default int create(
            FuseCall call,
            long parent,
            byte[] name,
            int length,
            int mode,
            int flags,
            boolean killPrivileges) {
        return -Errno.ENOSYS;
    }

    /** As {@link #create}, of a file without a name. */
    default int tmpfile(FuseCall call, long parent, int mode, int flags) {
        return -Errno.ENOSYS;
    }

    /** Data goes to the call's: how many bytes. */
    default int read(FuseCall call, long node, long file, long offset, int size) {
        return -Errno.ENOSYS;
    }

    /**
     * Writes the call's data.
     *
     * @param writeFlags {@code FUSE_WRITE_} bits
     * @return how many of the call's data bytes were written
     */
    default int write(FuseCall call, long node, long file, long offset, int size, int writeFlags) {
        return -Errno.ENOSYS;
    }

    default int flush(FuseCall call, long node, long file) {
        return -Errno.ENOSYS;
    }

    default int release(FuseCall call, long node, long file, int flags) {
        return 0;
    }

    default int fsync(FuseCall call, long node, long file, boolean dataOnly) {
        return -Errno.ENOSYS;
    }

    default int opendir(FuseCall call, long node, int flags) {
        return -Errno.ENOSYS;
    }

    /**
     * Lists from a cookie on by {@link FuseCall#list} or, with {@code plus}, {@link
     * FuseCall#listPlus}, as long as {@link FuseCall#lists} says there is room.
     *
     * @param cookie 0 for the start, else an entry's {@code next}
     */
    default int readdir(FuseCall call, long node, long file, long cookie, boolean plus) {
        return -Errno.ENOSYS;
    }

    default int releasedir(FuseCall call, long node, long file) {
        return 0;
    }

    default int fsyncdir(FuseCall call, long node, long file, boolean dataOnly) {
        return -Errno.ENOSYS;
    }

    /** The value goes to the call's data, where {@code size} is not 0: its length. */
    default int getxattr(FuseCall call, long node, byte[] name, int length, int size) {
        return -Errno.ENOSYS;
    }

    /**
     * The value is the call's data.
     *
     * @param flags {@code XATTR_CREATE}, {@code XATTR_REPLACE} or 0
     * @param killSetGid the set-group-ID bit goes
     */
    default int setxattr(
            FuseCall call,
            long node,
            byte[] name,
            int length,
            int size,
            int flags,
            boolean killSetGid) {
        return -Errno.ENOSYS;
    }

    /** The names, a NUL behind each, go to the call's data, where {@code size} is not 0. */
    default int listxattr(FuseCall call, long node, int size) {
        return -Errno.ENOSYS;
    }

    default int removexattr(FuseCall call, long node, byte[] name, int length) {
        return -Errno.ENOSYS;
    }

    default int statfs(FuseCall call, long node, FileSystemState state) {
        return -Errno.ENOSYS;
    }

    default int fallocate(FuseCall call, long node, long file, long offset, long length, int mode) {
        return -Errno.ENOSYS;
    }

    /** The new offset, or the negative errno. */
    default long lseek(FuseCall call, long node, long file, long offset, int whence) {
        return -Errno.ENOSYS;
    }

    /** How many bytes were copied, or the negative errno. */
    default long copyFileRange(
            FuseCall call,
            long node,
            long file,
            long offset,
            long toNode,
            long toFile,
            long toOffset,
            long length) {
        return -Errno.ENOSYS;
    }

    /**
     * An ioctl of fixed shape.
     *
     * <p>Data in and out are the call's.
     *
     * @return how many bytes of data are answered
     */
    default int ioctl(FuseCall call, long node, long file, int command, int in, int out) {
        return -Errno.ENOTTY;
    }
}
