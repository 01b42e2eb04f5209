package dev.mica.fuse;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import java.nio.ByteBuffer;

/**
 * Takes a request apart, has the handler do it, and answers. One a worker. Sources for each shape:
 * the structures of {@code include/uapi/linux/fuse.h}.
 */
final class Dispatcher {
    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

    private final FuseSession session;
    private final FuseTransport transport;
    private final FuseHandler handler;
    private final FuseCall call;
    private final ByteBuffer bytes;
    private final AttributeChange change = new AttributeChange();
    private final FileSystemState state = new FileSystemState();

    /** Answers go where the requests come from. */
    Dispatcher(FuseSession session, FuseTransport transport, FuseCall call) {
        this.session = session;
        this.transport = transport;
        this.handler = session.handler();
        this.call = call;
        this.bytes = call.data().bytes();
    }

    /** Serves a request of that many bytes; false when the session is over. */
    boolean handle(int length) {
        long begun = System.nanoTime();
        int result;
        try {
            call.start(transport.requestAt(), length);
            result = serve(call.opcode);
        } catch (MalformedRequest e) {
            LOG.log(System.Logger.Level.ERROR, "operation {0}: {1}", call.opcode, e.getMessage());
            return false;
        } catch (ErrnoException e) {
            LOG.log(System.Logger.Level.WARNING, "operation " + call.opcode, e);
            result = -e.errno();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "operation " + call.opcode + " answers EIO", e);
            result = -Errno.EIO;
        }
        if (isAnswered(call.opcode)) {
            answer(result);
            if (call.opcode == FuseAbi.INIT && result > 0) {
                session.initAnswered();
            }
        }
        session.statistics().add(call.opcode, System.nanoTime() - begun);
        return call.opcode != FuseAbi.DESTROY;
    }

    /** Whether the kernel waits for an answer: also for one that says what went wrong. */
    private static boolean isAnswered(int opcode) {
        return switch (opcode) {
            case FuseAbi.FORGET, FuseAbi.BATCH_FORGET, FuseAbi.INTERRUPT -> false;
            default -> true;
        };
    }

    /** Sends a result: the length of the data that stands behind the header, or an errno. */
    private void answer(int handled) {
        int result = handled;
        if (result > call.data().size() - FuseCall.DATA) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "operation {0} answers EIO: {1} bytes are more than there is room for",
                    call.opcode,
                    result);
            result = -Errno.EIO;
        }
        int length = FuseAbi.OUT_HEADER + Math.max(result, 0);
        int at = FuseCall.DATA - FuseAbi.OUT_HEADER;
        bytes.putInt(at, length);
        bytes.putInt(at + 4, Math.min(result, 0));
        bytes.putLong(at + 8, call.unique);
        int sent = transport.send(call.calls(), call.data(), at, length);
        if (sent < 0 && sent != -Errno.ENOENT && sent != -Errno.ENODEV) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the answer of {0} bytes to operation {1} was refused: {2}",
                    length,
                    call.opcode,
                    Errno.name(-sent));
            if (sent == -Errno.EINVAL && result > 0) {
                answer(-Errno.EIO);
            }
        }
    }

    private int serve(int opcode) {
        long node = call.node;
        return switch (opcode) {
            case FuseAbi.LOOKUP -> {
                call.takeName();
                yield entry(handler.lookup(call, node, call.name, call.nameLength));
            }
            case FuseAbi.GETATTR -> getattr(node);
            case FuseAbi.READDIRPLUS -> readdir(node, true);
            case FuseAbi.READDIR -> readdir(node, false);
            case FuseAbi.OPEN -> open(node);
            case FuseAbi.READ -> read(node);
            case FuseAbi.WRITE -> write(node);
            case FuseAbi.CREATE -> create(node);
            case FuseAbi.FORGET -> {
                handler.forget(call, node, call.u64());
                yield 0;
            }
            case FuseAbi.BATCH_FORGET -> batchForget();
            case FuseAbi.SETATTR -> setattr(node);
            case FuseAbi.RELEASE -> release(node);
            case FuseAbi.GETXATTR -> getxattr(node);
            case FuseAbi.UNLINK -> {
                call.takeName();
                yield handler.unlink(call, node, call.name, call.nameLength);
            }
            default -> serveRare(opcode, node);
        };
    }

    private int serveRare(int opcode, long node) {
        return switch (opcode) {
            case FuseAbi.INIT -> session.negotiate(call);
            case FuseAbi.DESTROY -> 0;
            case FuseAbi.INTERRUPT -> 0; // what is asked for is answered soon anyway
            case FuseAbi.READLINK -> handler.readlink(call, node);
            case FuseAbi.SYMLINK -> {
                call.takeName();
                call.takeSecondName();
                yield entry(
                        handler.symlink(
                                call,
                                node,
                                call.name,
                                call.nameLength,
                                call.secondName,
                                call.secondLength));
            }
            case FuseAbi.MKNOD -> mknod(node);
            case FuseAbi.MKDIR -> mkdir(node);
            case FuseAbi.RMDIR -> {
                call.takeName();
                yield handler.rmdir(call, node, call.name, call.nameLength);
            }
            case FuseAbi.RENAME -> rename(node, false);
            case FuseAbi.RENAME2 -> rename(node, true);
            case FuseAbi.LINK -> link(node);
            case FuseAbi.TMPFILE -> tmpfile(node);
            case FuseAbi.FLUSH -> handler.flush(call, node, call.u64());
            case FuseAbi.FSYNC -> fsync(node, false);
            case FuseAbi.FSYNCDIR -> fsync(node, true);
            case FuseAbi.OPENDIR -> opened(handler.opendir(call, node, call.u32()));
            case FuseAbi.RELEASEDIR -> handler.releasedir(call, node, call.u64());
            case FuseAbi.SETXATTR -> setxattr(node);
            case FuseAbi.LISTXATTR -> sized(call.u32(), true, node);
            case FuseAbi.REMOVEXATTR -> {
                call.takeName();
                yield handler.removexattr(call, node, call.name, call.nameLength);
            }
            case FuseAbi.STATFS -> statfs(node);
            case FuseAbi.FALLOCATE -> fallocate(node);
            case FuseAbi.LSEEK -> lseek(node);
            case FuseAbi.COPY_FILE_RANGE -> copyFileRange(node);
            case FuseAbi.STATX -> statx(node);
            case FuseAbi.IOCTL -> ioctl(node);
            default -> -Errno.ENOSYS;
        };
    }

    private int entry(int result) {
        return result < 0 ? result : call.writeEntry(FuseCall.DATA);
    }

    private int opened(int result) {
        return result < 0 ? result : call.writeOpen(FuseCall.DATA);
    }

    private int getattr(long node) {
        int result = attributes(node);
        return result < 0 ? result : call.writeAttributes(FuseCall.DATA);
    }

    /** As a getattr, with the time of birth. What else was asked for is not looked at. */
    private int statx(long node) {
        int result = attributes(node);
        return result < 0 ? result : call.writeStatx(FuseCall.DATA);
    }

    private int attributes(long node) {
        int flags = call.u32();
        call.skip(4);
        long file = call.u64();
        return handler.getattr(call, node, (flags & FuseAbi.GETATTR_FH) != 0 ? file : -1L);
    }

    private int setattr(long node) {
        AttributeChange c = change;
        c.valid = call.u32();
        call.skip(4);
        long file = call.u64();
        c.file = c.has(FuseAbi.FATTR_FH) ? file : -1L;
        c.size = call.u64();
        call.skip(8);
        c.accessSeconds = call.u64();
        c.modifySeconds = call.u64();
        call.skip(8);
        c.accessNanos = call.u32();
        c.modifyNanos = call.u32();
        call.skip(4);
        c.mode = call.u32();
        call.skip(4);
        c.uid = call.u32();
        c.gid = call.u32();
        int result = handler.setattr(call, node, c);
        return result < 0 ? result : call.writeAttributes(FuseCall.DATA);
    }

    private int readdir(long node, boolean plus) {
        long file = call.u64();
        long cookie = call.u64();
        call.startListing(call.u32());
        int result = handler.readdir(call, node, file, cookie, plus);
        return result < 0 ? result : call.listed();
    }

    private int open(long node) {
        int flags = call.u32();
        boolean kill = (call.u32() & FuseAbi.OPEN_KILL_SUIDGID) != 0;
        return opened(handler.open(call, node, flags, kill));
    }

    private int read(long node) {
        long file = call.u64();
        long offset = call.u64();
        int size = call.u32();
        int room = call.data().size() - FuseCall.DATA;
        if (size < 0 || size > room) {
            return -Errno.EINVAL;
        }
        return handler.read(call, node, file, offset, size);
    }

    private int write(long node) {
        long file = call.u64();
        long offset = call.u64();
        int size = call.u32();
        int flags = call.u32();
        call.skip(16);
        call.takeData(size);
        int result = handler.write(call, node, file, offset, size, flags);
        if (result < 0) {
            return result;
        }
        bytes.putInt(FuseCall.DATA, result);
        bytes.putInt(FuseCall.DATA + 4, 0);
        return 8;
    }

    private int create(long node) {
        int flags = call.u32();
        int mode = call.u32();
        call.takeUmask();
        boolean kill = (call.u32() & FuseAbi.OPEN_KILL_SUIDGID) != 0;
        call.takeName();
        int result = handler.create(call, node, call.name, call.nameLength, mode, flags, kill);
        return created(result);
    }

    private int created(int result) {
        if (result < 0) {
            return result;
        }
        call.writeEntry(FuseCall.DATA);
        call.writeOpen(FuseCall.DATA + FuseAbi.ENTRY);
        return FuseAbi.ENTRY + 16;
    }

    private int tmpfile(long node) {
        int flags = call.u32();
        int mode = call.u32();
        call.takeUmask();
        return created(handler.tmpfile(call, node, mode, flags));
    }

    private int batchForget() {
        int count = call.u32();
        call.skip(4);
        for (int i = 0; i < count; i++) {
            long node = call.u64();
            handler.forget(call, node, call.u64());
        }
        return 0;
    }

    private int release(long node) {
        long file = call.u64();
        int flags = call.u32();
        return handler.release(call, node, file, flags);
    }

    private int mknod(long node) {
        int mode = call.u32();
        int device = call.u32();
        call.takeUmask();
        call.skip(4);
        call.takeName();
        return entry(handler.mknod(call, node, call.name, call.nameLength, mode, device));
    }

    private int mkdir(long node) {
        int mode = call.u32();
        call.takeUmask();
        call.takeName();
        return entry(handler.mkdir(call, node, call.name, call.nameLength, mode));
    }

    private int rename(long node, boolean second) {
        long newParent = call.u64();
        int flags = 0;
        if (second) {
            flags = call.u32();
            call.skip(4);
        }
        call.takeName();
        call.takeSecondName();
        return handler.rename(
                call,
                node,
                call.name,
                call.nameLength,
                newParent,
                call.secondName,
                call.secondLength,
                flags);
    }

    private int link(long newParent) {
        long node = call.u64();
        call.takeName();
        return entry(handler.link(call, node, newParent, call.name, call.nameLength));
    }

    private int fsync(long node, boolean directory) {
        long file = call.u64();
        boolean dataOnly = (call.u32() & FuseAbi.FSYNC_FDATASYNC) != 0;
        return directory
                ? handler.fsyncdir(call, node, file, dataOnly)
                : handler.fsync(call, node, file, dataOnly);
    }

    private int getxattr(long node) {
        int size = call.u32();
        call.skip(4);
        call.takeName();
        return sized(size, false, node);
    }

    /** A value or list: with no room asked for, only its length is answered. */
    private int sized(int size, boolean list, long node) {
        if (size < 0) {
            return -Errno.EINVAL;
        }
        int room = Math.min(size, call.data().size() - FuseCall.DATA);
        int result =
                list
                        ? handler.listxattr(call, node, room)
                        : handler.getxattr(call, node, call.name, call.nameLength, room);
        if (result < 0 || size > 0) {
            return result > room && size > 0 ? -Errno.ERANGE : result;
        }
        bytes.putInt(FuseCall.DATA, result);
        bytes.putInt(FuseCall.DATA + 4, 0);
        return 8;
    }

    private int setxattr(long node) {
        int size = call.u32();
        int flags = call.u32();
        boolean kill = false;
        if (session.has(FuseAbi.SETXATTR_EXT)) {
            kill = (call.u32() & FuseAbi.SETXATTR_ACL_KILL_SGID) != 0;
            call.skip(4);
        }
        call.takeName();
        call.takeData(size);
        return handler.setxattr(call, node, call.name, call.nameLength, size, flags, kill);
    }

    private int statfs(long node) {
        int result = handler.statfs(call, node, state);
        if (result < 0) {
            return result;
        }
        state.write(bytes, FuseCall.DATA);
        return FileSystemState.SIZE;
    }

    private int fallocate(long node) {
        long file = call.u64();
        long offset = call.u64();
        long length = call.u64();
        return handler.fallocate(call, node, file, offset, length, call.u32());
    }

    private int lseek(long node) {
        long file = call.u64();
        long offset = call.u64();
        long result = handler.lseek(call, node, file, offset, call.u32());
        if (result < 0) {
            return (int) result;
        }
        bytes.putLong(FuseCall.DATA, result);
        return 8;
    }

    private int copyFileRange(long node) {
        long file = call.u64();
        long offset = call.u64();
        long toNode = call.u64();
        long toFile = call.u64();
        long toOffset = call.u64();
        long length = call.u64();
        long result =
                handler.copyFileRange(call, node, file, offset, toNode, toFile, toOffset, length);
        if (result < 0) {
            return (int) result;
        }
        // the answer's field has 32 bits
        bytes.putInt(FuseCall.DATA, (int) Math.min(result, Integer.MAX_VALUE));
        bytes.putInt(FuseCall.DATA + 4, 0);
        return 8;
    }

    private int ioctl(long node) {
        long file = call.u64();
        call.skip(4);
        int command = call.u32();
        call.skip(8);
        int in = call.u32();
        int out = call.u32();
        call.takeData(in);
        if (out < 0 || out > call.data().size() - FuseCall.DATA - 16) {
            return -Errno.EINVAL;
        }
        int result = handler.ioctl(call, node, file, command, in, out);
        if (result < 0) {
            return result;
        }
        // struct fuse_ioctl_out comes first
        bytes.put(FuseCall.DATA + 16, bytes, FuseCall.DATA, result);
        bytes.putLong(FuseCall.DATA, 0L);
        bytes.putLong(FuseCall.DATA + 8, 0L);
        return 16 + result;
    }
}
