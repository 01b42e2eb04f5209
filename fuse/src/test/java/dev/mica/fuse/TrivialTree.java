package dev.mica.fuse;

import dev.mica.errno.Errno;
import java.nio.charset.StandardCharsets;

/** A root with one file, {@code hello}: what the transport costs alone. */
class TrivialTree implements FuseHandler {
    static final long HELLO = 2;
    private static final byte[] NAME = "hello".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CONTENT = "hello, world\n".getBytes(StandardCharsets.UTF_8);

    @Override
    public long init(FuseCall call, long offered) {
        return 0;
    }

    private static void describe(FuseCall call, long node) {
        FuseAttributes a = call.attributes;
        a.ino = node;
        a.mode = node == FuseAbi.ROOT ? 040755 : 0100644;
        a.nlink = 1;
        a.size = node == FuseAbi.ROOT ? 0 : CONTENT.length;
    }

    private static boolean isHello(byte[] name, int length) {
        return length == NAME.length
                && java.util.Arrays.mismatch(NAME, 0, length, name, 0, length) < 0;
    }

    @Override
    public int lookup(FuseCall call, long parent, byte[] name, int length) {
        if (!isHello(name, length)) {
            return -Errno.ENOENT;
        }
        call.entry(HELLO, 0, 0, 0);
        describe(call, HELLO);
        return 0;
    }

    @Override
    public void forget(FuseCall call, long node, long count) {
        // nothing is counted
    }

    @Override
    public int getattr(FuseCall call, long node, long file) {
        describe(call, node);
        return 0;
    }

    @Override
    public int setattr(FuseCall call, long node, AttributeChange change) {
        return -Errno.EROFS;
    }

    @Override
    public int open(FuseCall call, long node, int flags, boolean killPrivileges) {
        call.opened(7, 0, 0);
        return 0;
    }

    @Override
    public int read(FuseCall call, long node, long file, long offset, int size) {
        if (file != 7) {
            return -Errno.EBADF;
        }
        int from = (int) Math.min(offset, CONTENT.length);
        int length = Math.min(size, CONTENT.length - from);
        call.data().bytes().put(FuseCall.DATA, CONTENT, from, length);
        return length;
    }

    @Override
    public int opendir(FuseCall call, long node, int flags) {
        call.opened(0, 0, 0);
        return 0;
    }

    @Override
    public int readdir(FuseCall call, long node, long file, long cookie, boolean plus) {
        if (cookie == 0 && call.lists(NAME.length, plus)) {
            call.list(NAME, 0, NAME.length, HELLO, 8, 1);
        }
        return 0;
    }
}
