package dev.mica.overlayfs;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.Directory;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.overlayfs.OverlayMount.MountException;
import java.util.List;

/**
 * The workdir of an upper: as the kernel does, a directory {@code work} below it is where things
 * are made, and what a crash left there is removed at the next mount. A mount with {@code volatile}
 * leaves {@code work/incompat/volatile}, and no mount follows it.
 */
final class WorkDirectory {
    private static final String WORK = "work";
    private static final String INCOMPAT = "incompat";
    private static final String VOLATILE = "volatile";

    private final Linux linux;
    private final Directory outer;
    private final String path;
    private final boolean isVolatile;

    /**
     * Takes ownership of the workdir's descriptor.
     *
     * @param path for messages
     */
    WorkDirectory(Linux linux, Fd directory, String path, boolean isVolatile) {
        this.linux = linux;
        this.outer = new Directory(linux, directory);
        this.path = path;
        this.isVolatile = isVolatile;
    }

    /** Made ready and open. */
    Fd open(Fd upper) {
        try (outer) {
            if (outer.stat().dev() != linux.fstat(upper.number()).dev()) {
                throw new MountException(
                        "option workdir: " + path + " is not on the upperdir's file system");
            }
            if (outer.find(WORK).isPresent()) {
                refuseVolatile();
                outer.removeTree(WORK);
            }
            outer.mkdir(WORK, mode());
            inheritNothing();
            if (isVolatile) {
                try (Directory work = outer.directory(WORK)) {
                    work.mkdir(INCOMPAT, mode());
                    try (Directory incompat = work.directory(INCOMPAT)) {
                        incompat.mkdir(VOLATILE, mode());
                    }
                }
            }
            return outer.open(WORK, Flags.O_DIRECTORY, 0);
        } catch (ErrnoException e) {
            throw new MountException("option workdir: cannot prepare " + path + "/work", e);
        }
    }

    /** What is made here goes elsewhere: it must take nothing from the workdir's own directory. */
    private void inheritNothing() {
        for (String acl : List.of("system.posix_acl_default", "system.posix_acl_access")) {
            try {
                outer.removeXattr(WORK, acl);
            } catch (ErrnoException e) {
                if (!e.is(Errno.EOPNOTSUPP)) {
                    throw e;
                }
            }
        }
        outer.chmod(WORK, mode());
    }

    /** As the kernel makes them, closed to all; but a plain user has to get in. */
    private int mode() {
        return linux.geteuid() == 0 ? 0 : 0700;
    }

    private void refuseVolatile() {
        try (Directory work = outer.directory(WORK)) {
            if (work.find(INCOMPAT).isEmpty()) {
                return;
            }
            try (Directory incompat = work.directory(INCOMPAT)) {
                if (incompat.find(VOLATILE).isPresent()) {
                    throw new MountException(
                            "option workdir: "
                                    + path
                                    + " was used with volatile, so its upper may be incomplete"
                                    + " after a crash; remove work/incompat/volatile to mount it"
                                    + " all the same");
                }
            }
        }
    }
}
