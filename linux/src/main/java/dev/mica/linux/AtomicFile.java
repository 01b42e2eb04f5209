package dev.mica.linux;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Files that are replaced whole: who reads one meets the old content or the new, also after a
 * crash. The new content goes to a temporary name beside it, which a rename puts in place. A crash
 * may leave the temporary name; {@link #cleanUp} removes those.
 *
 * <p>Safe for several threads and processes; of two that write the same name, one is last. Errors
 * are {@link ErrnoException}s, and leave the old content and no temporary name.
 */
public final class AtomicFile {
    /** What temporary names begin with. */
    public static final String PREFIX = ".tmp-";

    private static final int NEW = Flags.O_WRONLY | Flags.O_CREAT | Flags.O_EXCL;

    private AtomicFile() {}

    /**
     * Replaces or makes a file: on disk, name and content, when this returns. Costs two or three
     * waits for the disk.
     *
     * @param mode its permission bits, whatever the umask
     */
    public static void write(Directory directory, String name, byte[] content, int mode) {
        replace(directory, name, content, mode, true);
        directory.sync();
    }

    /**
     * As {@link #write} without waiting for the disk: whole for other programs, but a power cut may
     * leave the file empty. For what can be made again, or what a {@code syncfs} follows.
     */
    public static void writeUnsynced(Directory directory, String name, byte[] content, int mode) {
        replace(directory, name, content, mode, false);
    }

    private static void replace(
            Directory directory, String name, byte[] content, int mode, boolean sync) {
        if (!Directory.isName(name)) {
            throw new ErrnoException(Errno.EINVAL, "use as one name", name);
        }
        String temporary = PREFIX + Long.toHexString(ThreadLocalRandom.current().nextLong());
        try (Fd file = directory.open(temporary, NEW, 0600)) {
            directory.linux().fchmod(file.number(), mode);
            file.write(ByteBuffer.wrap(content));
            if (sync) {
                directory.linux().fsync(file.number());
            }
            directory.rename(temporary, directory, name, 0);
        } catch (ErrnoException e) {
            try {
                directory.unlink(temporary);
            } catch (ErrnoException alsoThis) {
                if (!alsoThis.is(Errno.ENOENT)) {
                    e.addSuppressed(alsoThis);
                }
            }
            throw e;
        }
    }

    /** Removes the temporary names that a crash left: at start, while nobody writes here. */
    public static void cleanUp(Directory directory) {
        List<String> left = new ArrayList<>();
        try (DirectoryReader reader = directory.entries()) {
            while (reader.next()) {
                String name = reader.name();
                if (name.startsWith(PREFIX) && reader.type() == Flags.DT_REG) {
                    left.add(name);
                }
            }
        }
        for (String name : left) {
            directory.unlink(name);
        }
    }
}
