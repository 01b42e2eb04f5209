package dev.mica.overlayfs;

import dev.mica.errno.Errno;
import dev.mica.fuse.AttributeChange;
import dev.mica.fuse.DeviceTransport;
import dev.mica.fuse.FileSystemState;
import dev.mica.fuse.FuseAbi;
import dev.mica.fuse.FuseCall;
import dev.mica.fuse.FuseHandler;
import dev.mica.linux.DirectCalls;
import dev.mica.linux.Flags;
import dev.mica.linux.Statfs;
import dev.mica.overlay.Directory;
import dev.mica.overlay.LayerBackend;
import dev.mica.overlay.Node;
import dev.mica.overlay.Overlay;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Overlay} in the words of FUSE.
 *
 * <p><b>Data.</b> A file of the upper is passed through: the kernel reads and writes the upper's
 * file itself. A file of a lower goes through the page cache, so that the descriptors that are open
 * when it is copied up see the new content. All who have one file open have it open in one of the
 * two ways: the first of them decides. A file with a set-user-ID or set-group-ID bit is not passed
 * through, for the server alone knows whose write takes it.
 */
final class OverlayHandler implements FuseHandler {
    /** Nothing but this mount changes the layers: what was told stays true. */
    static final long FOREVER = TimeUnit.DAYS.toNanos(36500);

    private static final int ACCESS_MODE = 3;

    private static final int FS_IOC_GETFLAGS = 0x80086601;
    private static final int FS_IOC_FSGETXATTR = 0x801c581f;

    /** The size of {@code struct fsxattr}. */
    private static final int FSXATTR = 28;

    private final Overlay overlay;
    private final FdLayers layers;
    private final DeviceTransport device;
    private final IdMap users;
    private final IdMap groups;
    private final @Nullable MountStatus status;
    private final boolean passesThrough;
    private final boolean overRings;

    @SuppressWarnings("ThreadLocalUsage") // one for each mount
    private final ThreadLocal<FuseCaller> callers = new ThreadLocal<>();

    private final ReentrantLock io = new ReentrantLock();

    /**
     * Serves an overlay.
     *
     * @param passesThrough whether the kernel lets this process pass data through
     * @param overRings whether it lets requests come over io_uring
     */
    OverlayHandler(
            Overlay overlay,
            FdLayers layers,
            DeviceTransport device,
            IdMap users,
            IdMap groups,
            @Nullable MountStatus status,
            boolean passesThrough,
            boolean overRings) {
        this.overlay = overlay;
        this.layers = layers;
        this.device = device;
        this.users = users;
        this.groups = groups;
        this.status = status;
        this.passesThrough = passesThrough;
        this.overRings = overRings;
    }

    private FuseCaller caller(FuseCall call) {
        FuseCaller caller = callers.get();
        if (caller == null) {
            caller = new FuseCaller(call, FOREVER, users, groups);
            callers.set(caller);
        }
        return caller.ask();
    }

    private @Nullable Directory directory(long id) {
        return overlay.node(id) instanceof Directory directory ? directory : null;
    }

    @Override
    public long init(FuseCall call, long offered) {
        long wanted =
                FuseAbi.ATOMIC_O_TRUNC
                        | FuseAbi.DO_READDIRPLUS
                        | FuseAbi.READDIRPLUS_AUTO
                        | FuseAbi.DONT_MASK
                        | FuseAbi.POSIX_ACL
                        | FuseAbi.CACHE_SYMLINKS
                        | FuseAbi.NO_OPENDIR_SUPPORT
                        | FuseAbi.HANDLE_KILLPRIV_V2;
        return wanted
                | (passesThrough ? FuseAbi.PASSTHROUGH : 0)
                | (overRings ? FuseAbi.OVER_IO_URING : 0);
    }

    @Override
    public int stackDepth() {
        return passesThrough ? 1 : 0;
    }

    @Override
    public int lookup(FuseCall call, long parent, byte[] name, int length) {
        Directory directory = directory(parent);
        if (directory == null) {
            return -Errno.ESTALE;
        }
        FuseCaller caller = caller(call);
        int result = overlay.lookup(caller, directory, name, length);
        if (result == -Errno.ENOENT) {
            call.entry(0, 0, FOREVER, 0);
            return 0;
        }
        return entry(caller, result);
    }

    private static int entry(FuseCaller caller, int result) {
        if (result >= 0) {
            caller.entry();
        }
        return result;
    }

    @Override
    public void forget(FuseCall call, long node, long count) {
        overlay.forget(node, count);
    }

    @Override
    public int getattr(FuseCall call, long id, long file) {
        Node node = overlay.node(id);
        if (node == null) {
            return -Errno.ESTALE;
        }
        return attributes(caller(call), node);
    }

    private int attributes(FuseCaller caller, Node node) {
        int result = overlay.stat(caller, node);
        if (result >= 0) {
            caller.attributes(node);
        }
        return result;
    }

    @Override
    public int setattr(FuseCall call, long id, AttributeChange change) {
        Node node = overlay.node(id);
        if (node == null) {
            return -Errno.ESTALE;
        }
        FuseCaller caller = caller(call);
        int result = 0;
        if (change.has(FuseAbi.FATTR_SIZE)) {
            result = overlay.truncate(caller, node, change.size);
        }
        boolean owner = (change.valid & (FuseAbi.FATTR_UID | FuseAbi.FATTR_GID)) != 0;
        if (result == 0 && owner) {
            boolean user = change.has(FuseAbi.FATTR_UID);
            boolean group = change.has(FuseAbi.FATTR_GID);
            if ((user && !users.takes(change.uid)) || (group && !groups.takes(change.gid))) {
                return -Errno.EINVAL;
            }
            int uid = user ? users.owner(change.uid) : IdMap.NONE;
            int gid = group ? groups.owner(change.gid) : IdMap.NONE;
            result = overlay.chown(caller, node, uid, gid);
        }
        // for root the layer's own chown has done this
        boolean done = owner && call.uid() == 0;
        if (result == 0 && change.has(FuseAbi.FATTR_KILL_SUIDGID) && !done) {
            result = overlay.dropPrivileges(caller, node);
        }
        if (result == 0 && change.has(FuseAbi.FATTR_MODE)) {
            result = overlay.chmod(caller, node, change.mode & 07777);
        }
        if (result == 0 && (change.valid & (FuseAbi.FATTR_ATIME | FuseAbi.FATTR_MTIME)) != 0) {
            int access =
                    nanos(change, FuseAbi.FATTR_ATIME, FuseAbi.FATTR_ATIME_NOW, change.accessNanos);
            int modify =
                    nanos(change, FuseAbi.FATTR_MTIME, FuseAbi.FATTR_MTIME_NOW, change.modifyNanos);
            result =
                    overlay.times(
                            caller,
                            node,
                            change.accessSeconds,
                            access,
                            change.modifySeconds,
                            modify);
        }
        return result < 0 ? result : attributes(caller, node);
    }

    private static int nanos(AttributeChange change, int set, int now, int nanos) {
        if (!change.has(set)) {
            return LayerBackend.OMIT;
        }
        return change.has(now) ? LayerBackend.NOW : nanos;
    }

    @Override
    public int readlink(FuseCall call, long id) {
        Node node = overlay.node(id);
        if (node == null) {
            return -Errno.ESTALE;
        }
        FuseCaller caller = caller(call);
        int result = overlay.readLink(caller, node);
        return answer(call, caller, result, FuseCall.LONGEST);
    }

    /** Answers the caller's value, if there is room for it. */
    private static int answer(FuseCall call, FuseCaller caller, int result, int room) {
        if (result > room) {
            return -Errno.ERANGE;
        }
        if (result > 0) {
            call.data().bytes().put(FuseCall.DATA, caller.value(), 0, result);
        }
        return result;
    }

    @Override
    public int symlink(
            FuseCall call, long parent, byte[] name, int length, byte[] target, int targetLength) {
        Directory directory = directory(parent);
        FuseCaller caller = caller(call);
        return directory == null
                ? -Errno.ESTALE
                : entry(
                        caller,
                        overlay.makeSymlink(caller, directory, name, length, target, targetLength));
    }

    @Override
    public int mknod(FuseCall call, long parent, byte[] name, int length, int mode, int rdev) {
        Directory directory = directory(parent);
        FuseCaller caller = caller(call);
        return directory == null
                ? -Errno.ESTALE
                : entry(caller, overlay.makeNode(caller, directory, name, length, mode, rdev));
    }

    @Override
    public int mkdir(FuseCall call, long parent, byte[] name, int length, int mode) {
        Directory directory = directory(parent);
        FuseCaller caller = caller(call);
        return directory == null
                ? -Errno.ESTALE
                : entry(caller, overlay.makeDirectory(caller, directory, name, length, mode));
    }

    @Override
    public int unlink(FuseCall call, long parent, byte[] name, int length) {
        Directory directory = directory(parent);
        return directory == null
                ? -Errno.ESTALE
                : overlay.unlink(caller(call), directory, name, length);
    }

    @Override
    public int rmdir(FuseCall call, long parent, byte[] name, int length) {
        Directory directory = directory(parent);
        return directory == null
                ? -Errno.ESTALE
                : overlay.removeDirectory(caller(call), directory, name, length);
    }

    @Override
    public int rename(
            FuseCall call,
            long parent,
            byte[] name,
            int length,
            long newParent,
            byte[] newName,
            int newLength,
            int flags) {
        Directory from = directory(parent);
        Directory to = directory(newParent);
        return from == null || to == null
                ? -Errno.ESTALE
                : overlay.rename(caller(call), from, name, length, to, newName, newLength, flags);
    }

    @Override
    public int link(FuseCall call, long id, long newParent, byte[] name, int length) {
        Node node = overlay.node(id);
        Directory directory = directory(newParent);
        FuseCaller caller = caller(call);
        return node == null || directory == null
                ? -Errno.ESTALE
                : entry(caller, overlay.link(caller, node, directory, name, length));
    }

    @Override
    public int open(FuseCall call, long id, int flags, boolean killPrivileges) {
        Node node = overlay.node(id);
        if (node == null) {
            return -Errno.ESTALE;
        }
        FuseCaller caller = caller(call);
        boolean write = (flags & ACCESS_MODE) != Flags.O_RDONLY;
        int result = overlay.open(caller, node, write, (flags & Flags.O_TRUNC) != 0);
        if (result == 0 && killPrivileges) {
            result = overlay.dropPrivileges(caller, node);
        }
        if (result == 0 && opened(call, caller, node, flags)) {
            call.attributesChanged(id);
        }
        return result;
    }

    /**
     * Answers an open in the way that the node is open already, or that suits it best.
     *
     * @return whether attributes that were told of it before hold no more
     */
    private boolean opened(FuseCall call, FuseCaller caller, Node node, int flags) {
        io.lock();
        try {
            if (node.io() == Node.Io.NONE) {
                int backing = 0;
                if (passesThrough && overlay.passes(node)) {
                    backing = openBacking(call, overlay.file(caller, node, false));
                }
                boolean passed = backing > 0;
                overlay.setIo(
                        node,
                        passed ? Node.Io.PASSED_THROUGH : Node.Io.CACHED,
                        passed ? backing : 0);
            }
            if (node.io() == Node.Io.PASSED_THROUGH) {
                call.opened(0, FuseAbi.FOPEN_PASSTHROUGH, node.backing());
                return (flags & ACCESS_MODE) == Flags.O_RDWR && overlay.mayBeMapped(node);
            }
            call.opened(0, node.isLive() ? 0 : FuseAbi.FOPEN_KEEP_CACHE, 0);
            return node.isLive();
        } finally {
            io.unlock();
        }
    }

    /**
     * Has the kernel pass data through. It does that with the rights of the thread that asks for
     * it; without CAP_FSETID, so that a write takes set-user-ID bits that come later.
     */
    private int openBacking(FuseCall call, int fd) {
        DirectCalls calls = call.calls();
        calls.capability(Flags.CAP_FSETID, false);
        int backing = device.openBacking(calls, call.data(), FuseCall.DATA, fd);
        calls.capability(Flags.CAP_FSETID, true);
        return backing;
    }

    @Override
    public int create(
            FuseCall call,
            long parent,
            byte[] name,
            int length,
            int mode,
            int flags,
            boolean killPrivileges) {
        Directory directory = directory(parent);
        if (directory == null) {
            return -Errno.ESTALE;
        }
        FuseCaller caller = caller(call);
        int result = overlay.create(caller, directory, name, length, mode);
        return created(call, caller, result, flags);
    }

    private int created(FuseCall call, FuseCaller caller, int result, int flags) {
        if (result >= 0) {
            boolean _ = opened(call, caller, caller.node(), flags); // none was told before
            caller.entry();
        }
        return result;
    }

    @Override
    public int tmpfile(FuseCall call, long parent, int mode, int flags) {
        Directory directory = directory(parent);
        if (directory == null) {
            return -Errno.ESTALE;
        }
        FuseCaller caller = caller(call);
        return created(call, caller, overlay.createNameless(caller, directory, mode), flags);
    }

    @Override
    public int read(FuseCall call, long id, long file, long offset, int size) {
        int fd = file(call, id, false);
        if (fd < 0) {
            return fd;
        }
        var bytes = call.data().bytes();
        int done = 0;
        while (done < size) {
            int got =
                    layers.readCached(fd, bytes, FuseCall.DATA + done, size - done, offset + done);
            if (got == -Errno.EAGAIN || got == -Errno.EOPNOTSUPP) {
                call.mayBlock();
                got = layers.read(fd, bytes, FuseCall.DATA + done, size - done, offset + done);
            }
            if (got <= 0) {
                return done > 0 ? done : got;
            }
            done += got;
        }
        return done;
    }

    private int file(FuseCall call, long id, boolean write) {
        Node node = overlay.node(id);
        return node == null ? -Errno.ESTALE : overlay.file(caller(call), node, write);
    }

    @Override
    public int write(FuseCall call, long id, long file, long offset, int size, int writeFlags) {
        int fd = file(call, id, true);
        if (fd < 0) {
            return fd;
        }
        int result = layers.write(fd, call.data().bytes(), call.dataAt(), size, offset);
        Node node = overlay.node(id);
        if (result >= 0 && node != null && (writeFlags & FuseAbi.WRITE_KILL_SUIDGID) != 0) {
            int dropped = overlay.dropPrivileges(caller(call), node);
            return dropped < 0 ? dropped : result;
        }
        return result;
    }

    @Override
    public int release(FuseCall call, long id, long file, int flags) {
        Node node = overlay.node(id);
        if (node != null) {
            int backing = overlay.release(node);
            if (backing != 0) {
                device.closeBacking(call.calls(), call.data(), FuseCall.DATA, backing);
            }
        }
        return 0;
    }

    @Override
    public int fsync(FuseCall call, long id, long file, boolean dataOnly) {
        Node node = overlay.node(id);
        if (node == null) {
            return -Errno.ESTALE;
        }
        call.mayBlock();
        return overlay.sync(node, dataOnly);
    }

    @Override
    public int readdir(FuseCall call, long id, long file, long cookie, boolean plus) {
        Directory directory = directory(id);
        if (directory == null) {
            return -Errno.ESTALE;
        }
        FuseCaller caller = caller(call);
        caller.list(plus);
        long from = cookie;
        for (; from < FuseCaller.DOTS; from++) {
            if (!caller.dots((int) from + 1, directory.ino(), from + 1)) {
                return 0;
            }
        }
        return overlay.list(caller, directory, from - FuseCaller.DOTS, plus, caller);
    }

    @Override
    public int fsyncdir(FuseCall call, long id, long file, boolean dataOnly) {
        Directory directory = directory(id);
        if (directory == null) {
            return -Errno.ESTALE;
        }
        call.mayBlock();
        return overlay.syncDirectory(directory);
    }

    @Override
    public int getxattr(FuseCall call, long id, byte[] name, int length, int size) {
        Node node = overlay.node(id);
        if (node == null) {
            return -Errno.ESTALE;
        }
        MountStatus asked = status;
        if (asked != null && node == overlay.root() && MountStatus.isAsked(name, length)) {
            return status(call, asked, size);
        }
        FuseCaller caller = caller(call);
        byte[] value = size == 0 ? LayerBackend.NONE : caller.value();
        int result = overlay.getXattr(caller, node, name, length, value);
        if (result > 0 && size > 0 && IdMap.isAcl(name, length)) {
            boolean _ = IdMap.acl(value, result, users, groups, true);
        }
        return size == 0 ? result : answer(call, caller, result, size);
    }

    private static int status(FuseCall call, MountStatus asked, int size) {
        if (!asked.mayAsk(call)) {
            return -Errno.ENODATA;
        }
        byte[] said = asked.now(call);
        if (size == 0) {
            return said.length;
        }
        if (said.length > size) {
            return -Errno.ERANGE;
        }
        call.data().bytes().put(FuseCall.DATA, said);
        return said.length;
    }

    @Override
    public int setxattr(
            FuseCall call,
            long id,
            byte[] name,
            int length,
            int size,
            int flags,
            boolean killSetGid) {
        Node node = overlay.node(id);
        if (node == null) {
            return -Errno.ESTALE;
        }
        FuseCaller caller = caller(call);
        if (size > caller.value().length) {
            return -Errno.E2BIG;
        }
        call.data().bytes().get(call.dataAt(), caller.value(), 0, size);
        // the value's room is used by a copy-up
        byte[] value = java.util.Arrays.copyOf(caller.value(), size);
        if (IdMap.isAcl(name, length) && !IdMap.acl(value, size, users, groups, false)) {
            return -Errno.EINVAL;
        }
        int result = overlay.setXattr(caller, node, name, length, value, size, flags);
        if (result == 0 && killSetGid && overlay.stat(caller, node) == 0) {
            result = overlay.chmod(caller, node, caller.state.mode & 05777);
        }
        return result;
    }

    @Override
    public int listxattr(FuseCall call, long id, int size) {
        Node node = overlay.node(id);
        if (node == null) {
            return -Errno.ESTALE;
        }
        FuseCaller caller = caller(call);
        int result = overlay.listXattr(caller, node);
        return size == 0 ? result : answer(call, caller, result, size);
    }

    @Override
    public int removexattr(FuseCall call, long id, byte[] name, int length) {
        Node node = overlay.node(id);
        return node == null ? -Errno.ESTALE : overlay.removeXattr(caller(call), node, name, length);
    }

    @Override
    public int statfs(FuseCall call, long node, FileSystemState state) {
        Statfs usage = layers.usage();
        state.blocks = usage.blocks();
        state.freeBlocks = usage.free();
        state.availableBlocks = usage.available();
        state.files = usage.files();
        state.freeFiles = usage.freeFiles();
        state.blockSize = (int) usage.blockSize();
        state.fragmentSize = (int) usage.blockSize();
        state.nameLength = 255;
        return 0;
    }

    @Override
    public int fallocate(FuseCall call, long id, long file, long offset, long length, int mode) {
        int fd = file(call, id, true);
        int result = fd < 0 ? fd : layers.allocate(fd, mode, offset, length);
        return result < 0 ? result : written(call, id);
    }

    /** What a request wrote without saying whose rights go with it: those of all but root's. */
    private int written(FuseCall call, long id) {
        Node node = overlay.node(id);
        if (call.uid() == 0 || node == null) {
            return 0;
        }
        return overlay.dropPrivileges(caller(call), node);
    }

    @Override
    public long lseek(FuseCall call, long id, long file, long offset, int whence) {
        int fd = file(call, id, false);
        return fd < 0 ? fd : layers.seek(fd, offset, whence);
    }

    @Override
    public long copyFileRange(
            FuseCall call,
            long id,
            long file,
            long offset,
            long toNode,
            long toFile,
            long toOffset,
            long length) {
        int to = file(call, toNode, true);
        int from = file(call, id, false);
        if (from < 0 || to < 0) {
            return Math.min(from, to);
        }
        call.mayBlock();
        long copied = layers.copyRange(from, offset, to, toOffset, length);
        int dropped = copied > 0 ? written(call, toNode) : 0;
        return dropped < 0 ? dropped : copied;
    }

    /** {@code lsattr} and its like; flags are not set through a union. */
    @Override
    public int ioctl(FuseCall call, long id, long file, int command, int in, int out) {
        Node node = overlay.node(id);
        if (node == null) {
            return -Errno.ESTALE;
        }
        int size =
                switch (command) {
                    case FS_IOC_GETFLAGS -> Integer.BYTES;
                    case FS_IOC_FSGETXATTR -> FSXATTR;
                    default -> -Errno.ENOTTY;
                };
        if (size > out) {
            return -Errno.EINVAL;
        }
        if (size < 0) {
            return size;
        }
        FuseCaller caller = caller(call);
        int result = overlay.inspect(caller, node, command, size);
        return result < 0 ? result : answer(call, caller, size, size);
    }

    @Override
    public void destroy() {
        overlay.close();
    }
}
