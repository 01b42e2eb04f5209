package dev.mica.fuse;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.ExitStatus;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.Spawner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The program {@code fusermount3}, which mounts for users who may not: it is set-user-ID root, asks
 * that the user may write to the mount point, and makes every mount nosuid and nodev. It hands the
 * device over through a socket, and says on stderr what it does not like.
 */
final class Fusermount {
    private static final String NAME = "fusermount3";
    private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/local/bin");
    private static final int SOCKET = 3;
    private static final int STDERR = 2;

    private static final Map<Long, String> NAMES =
            Map.of(
                    Flags.MS_RDONLY, "ro",
                    Flags.MS_NOEXEC, "noexec",
                    Flags.MS_NOATIME, "noatime",
                    Flags.MS_SYNCHRONOUS, "sync",
                    Flags.MS_DIRSYNC, "dirsync");

    private Fusermount() {}

    /**
     * Mounts: the device.
     *
     * @param flags {@code MS_} bits, of which it knows a few
     * @throws ErrnoException with the program's name, ENOENT where it is not installed
     */
    static Fd mount(
            Linux linux, String target, String subtype, String source, long flags, String options) {
        StringBuilder all = new StringBuilder("subtype=").append(escaped(subtype));
        all.append(",fsname=").append(escaped(source));
        NAMES.forEach((flag, name) -> all.append((flags & flag) != 0 ? "," + name : ""));
        if (!options.isEmpty()) {
            all.append(',').append(options);
        }
        int[] sockets = linux.socketpair(Flags.AF_UNIX, Flags.SOCK_STREAM);
        try (Fd ours = new Fd(linux, sockets[0])) {
            try (Fd theirs = new Fd(linux, sockets[1])) {
                Map<String, String> environment = new HashMap<>(System.getenv());
                environment.put("_FUSE_COMMFD", Integer.toString(SOCKET));
                Spawner program = program(linux).environment(environment).map(SOCKET, theirs);
                run(linux, program.arguments("-o", all.toString(), "--", target), target);
            }
            int device = linux.receiveDescriptor(ours.number());
            if (device < 0) {
                throw new ErrnoException(-device, NAME, target);
            }
            return new Fd(linux, device);
        }
    }

    /** Takes a mount out of sight. */
    static void unmount(Linux linux, String target) {
        run(linux, program(linux).arguments("-u", "-z", "--", target), target);
    }

    private static Spawner program(Linux linux) {
        for (String folder : FOLDERS) {
            String path = folder + "/" + NAME;
            if (linux.findat(Flags.AT_FDCWD, path).isPresent()) {
                return new Spawner(linux, path);
            }
        }
        throw new ErrnoException(
                Errno.ENOENT, "mount without privilege", NAME + " (package fuse3)");
    }

    private static void run(Linux linux, Spawner program, String target) {
        Fd stderr = new Fd(linux, STDERR);
        try {
            ExitStatus status = program.map(STDERR, stderr).start().waitFor();
            if (!status.isSuccess()) {
                throw new ErrnoException(Errno.EPERM, NAME, target);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ErrnoException(Errno.EINTR, NAME, target);
        } finally {
            int kept = stderr.release();
            assert kept == STDERR;
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace(",", "\\,");
    }
}
