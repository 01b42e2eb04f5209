package dev.mica.overlayfs;

import dev.mica.fuse.FuseAttributes;
import dev.mica.fuse.FuseCall;
import dev.mica.overlay.Caller;
import dev.mica.overlay.Directory;
import dev.mica.overlay.FileState;
import dev.mica.overlay.Node;
import dev.mica.overlay.Overlay;
import org.jspecify.annotations.Nullable;

/** A worker as the union knows it: who asks is who the request says. */
final class FuseCaller extends Caller implements Overlay.Names {
    private final FuseCall call;
    private final long valid;

    /** Cookies of {@code .} and {@code ..} come before those of the union. */
    static final int DOTS = 2;

    private boolean plus;

    private final IdMap users;
    private final IdMap groups;

    FuseCaller(FuseCall call, long valid, IdMap users, IdMap groups) {
        this.call = call;
        this.valid = valid;
        this.users = users;
        this.groups = groups;
    }

    FuseCaller ask() {
        uid = users.maker(call.uid());
        gid = groups.maker(call.gid());
        root = call.uid() == 0;
        umask = call.umask();
        return this;
    }

    @Override
    protected void mayTakeLong() {
        call.mayBlock();
    }

    @Override
    protected void changed(Node node) {
        call.attributesChanged(node.id());
    }

    @Override
    protected void namesChanged(Directory directory) {
        call.namesChanged(directory.id());
    }

    /** Answers what a file is like. */
    void attributes(Node node) {
        FileState s = state;
        FuseAttributes a = call.attributes;
        a.ino = s.ino;
        a.size = s.size;
        a.blocks = s.blocks;
        a.accessSeconds = s.accessSeconds;
        a.accessNanos = s.accessNanos;
        a.modifySeconds = s.modifySeconds;
        a.modifyNanos = s.modifyNanos;
        a.changeSeconds = s.changeSeconds;
        a.changeNanos = s.changeNanos;
        a.birthSeconds = s.birthSeconds;
        a.birthNanos = s.birthNanos;
        a.hasBirth = s.hasBirth;
        a.mode = s.mode;
        a.nlink = s.nlink;
        a.uid = users.shown(s.uid);
        a.gid = groups.shown(s.gid);
        a.rdev = s.rdev;
        call.attributesValid(node.changesUnseen() ? 0 : valid);
    }

    /** Answers the node that was found or made. */
    void entry() {
        attributes(node());
        call.entry(node().id(), node().generation(), valid, node().changesUnseen() ? 0 : valid);
    }

    void list(boolean withNodes) {
        plus = withNodes;
    }

    @Override
    public boolean fits(int length) {
        return call.lists(length, plus);
    }

    @Override
    public void name(
            byte[] source,
            int from,
            int length,
            long ino,
            int type,
            long next,
            @Nullable Node node) {
        if (node != null) {
            entry();
        } else if (plus) {
            call.entry(0, 0, 0, 0);
        }
        list(source, from, length, ino, type, next + DOTS);
    }

    private void list(byte[] source, int from, int length, long ino, int type, long next) {
        if (plus) {
            call.listPlus(source, from, length, ino, type, next);
        } else {
            call.list(source, from, length, ino, type, next);
        }
    }

    /** {@code .} or {@code ..}: false where there is no room. */
    boolean dots(int length, long ino, long next) {
        if (!call.lists(length, plus)) {
            return false;
        }
        if (plus) {
            call.entry(0, 0, 0, 0);
        }
        list(DOTDOT, 0, length, ino, 4, next);
        return true;
    }

    private static final byte[] DOTDOT = {'.', '.'};
}
