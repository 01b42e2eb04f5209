package dev.mica.overlay;

import java.nio.ByteBuffer;

/**
 * The file systems in which the layers of a stack lie: what the union asks of them, and nothing of
 * what it makes of it.
 *
 * <p><b>Handles.</b> A directory is a handle of 0 or more: that of layer <i>n</i>'s root is
 * <i>n</i>, counted from the top, and {@link #work} follows the last. {@link #child} makes further
 * ones without any I/O. An open file is a handle of its own kind. Where a method takes {@code at}
 * and a name, the file meant is that name in that directory, never through a symbolic link; with a
 * length of 0 it is the directory itself, or, where {@code at} is {@code ~file}, that open file.
 *
 * <p><b>Results</b> are 0 or more, or the negative errno; nothing throws. Names are the first
 * {@code length} bytes of an array.
 *
 * <p><b>Threads.</b> Safe for all. {@link #actAs} holds for the thread that calls it.
 */
public interface LayerBackend extends AutoCloseable {
    /** A length of 0, for what has no name. */
    byte[] NONE = {};

    /** {@link #rename}: both change places. */
    int EXCHANGE = 2;

    /** {@link #rename}: the target must not exist. */
    int NO_REPLACE = 1;

    /** {@link #rename}: a whiteout takes the old name's place, in the same step. */
    int WHITEOUT = 4;

    /** Takes what {@link #entries} finds. */
    interface Entries {
        /**
         * One name.
         *
         * @param type as in {@code struct dirent}; 0 where the file system does not say
         */
        void entry(byte[] name, int length, long ino, int type);
    }

    /** The directory for what is not yet in its place: on the upper's file system. */
    int work();

    /** A handle for a directory by its name; no I/O. {@link #release} it. */
    int child(int directory, byte[] name, int length);

    /** One more user of a handle, who has to {@link #release} it too. */
    void retain(int directory);

    /** The handle is used no more, but for directories made from it that are. */
    void release(int directory);

    /** The directory has another place now; its handle goes with it. */
    void moved(int directory, int newParent, byte[] name, int length);

    /** All names but {@code .} and {@code ..}. */
    int entries(int directory, Entries to);

    int stat(int at, byte[] name, int length, FileState to);

    /**
     * Asks the layer's file system what only it knows of a file, and changes nothing.
     *
     * @param request an {@code ioctl} that fills in {@code size} bytes
     */
    int inspect(int at, byte[] name, int length, int request, byte[] target, int size);

    /** Opens data, for reading or for both: an open file. */
    int open(int at, byte[] name, int length, boolean write);

    /** Keeps a file that is about to lose its name: an open file, of which no data is read. */
    int hold(int at, byte[] name, int length);

    void close(int file);

    /** Makes a regular file and opens it for both. EEXIST where the name is taken. */
    int create(int directory, byte[] name, int length, int mode);

    /** As {@link #create}, without a name yet. */
    int createNameless(int directory, int mode);

    /** Gives an open file a name, its first or a further one. */
    int linkFile(int file, int directory, byte[] name, int length);

    int makeDirectory(int directory, byte[] name, int length, int mode);

    int makeNode(int directory, byte[] name, int length, int mode, int device);

    int makeSymlink(byte[] target, int targetLength, int directory, byte[] name, int length);

    int link(int from, byte[] fromName, int fromLength, int directory, byte[] name, int length);

    /** Removes a name: of a directory, which must be empty, or of anything else. */
    int remove(int directory, byte[] name, int length, boolean isDirectory);

    int rename(
            int from,
            byte[] fromName,
            int fromLength,
            int directory,
            byte[] name,
            int length,
            int flags);

    int chmod(int at, byte[] name, int length, int mode);

    /** An id of -1 stays. */
    int chown(int at, byte[] name, int length, int uid, int gid);

    /** Nanoseconds may be {@link #NOW} or {@link #OMIT}. */
    int times(
            int at,
            byte[] name,
            int length,
            long accessSeconds,
            int accessNanos,
            long modifySeconds,
            int modifyNanos);

    /** In place of nanoseconds: the present. */
    int NOW = 0x3fffffff;

    /** In place of nanoseconds: left alone. */
    int OMIT = 0x3ffffffe;

    /** How long the value is; ERANGE where it is longer than the target, unless that is empty. */
    int getXattr(int at, byte[] name, int length, byte[] attribute, byte[] target);

    /**
     * Sets an attribute.
     *
     * @param flags 1 to create, 2 to replace, 0 for either
     */
    int setXattr(
            int at, byte[] name, int length, byte[] attribute, byte[] value, int size, int flags);

    int removeXattr(int at, byte[] name, int length, byte[] attribute);

    /** The names, a NUL behind each: how many bytes. */
    int listXattr(int at, byte[] name, int length, byte[] target);

    int readLink(int at, byte[] name, int length, byte[] target);

    int read(int file, ByteBuffer target, int at, int length, long offset);

    int write(int file, ByteBuffer source, int at, int length, long offset);

    int truncate(int file, long size);

    int sync(int file, boolean dataOnly);

    int syncDirectory(int directory);

    /** Has the disk begin with a range that {@link #sync} will wait for: a hint. */
    void startSync(int file, long offset, long length);

    int allocate(int file, int mode, long offset, long length);

    /** As {@code lseek}; for {@code SEEK_DATA} and {@code SEEK_HOLE} alone. */
    long seek(int file, long offset, int whence);

    /** Has one file share another's data, all of it. EOPNOTSUPP or EXDEV where that cannot be. */
    int cloneData(int from, int to);

    /** How many bytes were copied; fewer than asked at the end of the file. */
    long copyRange(int from, long fromOffset, int to, long toOffset, long length);

    /**
     * What finds the file again after a remount, as the kernel keeps it in {@code origin}: its
     * length in bytes. EOPNOTSUPP where there is no such thing.
     */
    int origin(int at, byte[] name, int length, byte[] target);

    /** The inode number of the file that {@link #origin} told, in the layer with that number. */
    long originIno(int layer, byte[] origin, int length);

    /** {@link #actAs}: as whom the program runs. */
    int SELF = -1;

    /** As whom this thread makes files. */
    void actAs(int uid, int gid);

    @Override
    void close();
}
