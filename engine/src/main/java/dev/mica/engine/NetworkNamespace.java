package dev.mica.engine;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.OwnThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A network namespace that is held by a file rather than by a process, so that it is ready before
 * the container's first process is and still there when its interface is taken down.
 */
final class NetworkNamespace {
    private NetworkNamespace() {}

    /** Makes a new namespace with no interface but {@code lo}, held by {@code file}. */
    static void create(Linux linux, Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            delete(linux, file);
            create(linux, file);
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        OwnThread.run(
                "network-namespace",
                () -> {
                    linux.unshare(Flags.CLONE_NEWNET);
                    linux.mount("/proc/thread-self/ns/net", file.toString(), "", Flags.MS_BIND, "");
                });
    }

    /** Lets the namespace go; harmless when it is gone already. */
    static void delete(Linux linux, Path file) {
        try {
            linux.umount2(file.toString(), Flags.MNT_DETACH);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EINVAL) && !e.is(Errno.ENOENT)) {
                throw e;
            }
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
