package dev.mica.overlay;

import java.nio.charset.StandardCharsets;

/** What is said of a file beside its name and data: changed in the upper alone. */
final class Attributes {
    static final byte[] CAPABILITY = "security.capability".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DEFAULT_ACL =
            "system.posix_acl_default".getBytes(StandardCharsets.US_ASCII);

    private final Tree tree;
    private final LayerBackend backend;
    private final CopyUp copyUp;

    Attributes(Tree tree, CopyUp copyUp) {
        this.tree = tree;
        this.backend = tree.backend;
        this.copyUp = copyUp;
    }

    int stat(Caller caller, Node node) {
        Place place = caller.place;
        FileState state = caller.state;
        int result = tree.place(node, place);
        if (result == 0) {
            result = backend.stat(place.at, place.name, place.length, state);
        }
        if (result < 0) {
            return result;
        }
        describe(caller, node);
        return 0;
    }

    /** What a layer says becomes what users see. */
    void describe(Caller caller, Node node) {
        FileState state = caller.state;
        LowerData data = node.data == null ? null : tree.keepData(node);
        if (data != null) {
            FileState lower = caller.other;
            if (backend.stat(data.directory, data.name, data.name.length, lower) == 0) {
                state.blocks = lower.blocks;
            }
            backend.release(data.directory);
        }
        tree.noteChange(node, state);
        state.ino = node.ino;
        if (node instanceof Directory directory && directory.isMerged()) {
            state.nlink = 1; // nobody counted; programs know that 1 means so
        }
    }

    int chmod(Caller caller, Node node, int mode) {
        int result = upper(caller, node, CopyUp.METADATA);
        return result < 0
                ? result
                : backend.chmod(caller.place.at, caller.place.name, caller.place.length, mode);
    }

    int chown(Caller caller, Node node, int uid, int gid) {
        int result = upper(caller, node, CopyUp.METADATA);
        return result < 0
                ? result
                : backend.chown(caller.place.at, caller.place.name, caller.place.length, uid, gid);
    }

    int times(
            Caller caller,
            Node node,
            long accessSeconds,
            int accessNanos,
            long modifySeconds,
            int modifyNanos) {
        int result = upper(caller, node, CopyUp.METADATA);
        return result < 0
                ? result
                : backend.times(
                        caller.place.at,
                        caller.place.name,
                        caller.place.length,
                        accessSeconds,
                        accessNanos,
                        modifySeconds,
                        modifyNanos);
    }

    int truncate(Caller caller, Node node, long size) {
        int result = upper(caller, node, size);
        if (result < 0) {
            return result;
        }
        if (node.fileWrites) {
            return backend.truncate(node.file, size);
        }
        Place place = caller.place;
        int file = backend.open(place.at, place.name, place.length, true);
        if (file < 0) {
            return file;
        }
        result = backend.truncate(file, size);
        backend.close(file);
        return result;
    }

    /** A write by somebody without the right to keep them takes set-user-ID and its like. */
    int dropPrivileges(Caller caller, Node node) {
        int result = upper(caller, node, CopyUp.METADATA);
        if (result < 0) {
            return result;
        }
        Place place = caller.place;
        result = backend.stat(place.at, place.name, place.length, caller.other);
        if (result < 0) {
            return result;
        }
        backend.removeXattr(place.at, place.name, place.length, CAPABILITY);
        int mode = caller.other.mode;
        int kept = mode & ~Mode.SET_UID;
        if ((mode & Mode.GROUP_EXECUTE) != 0 || (!caller.root && caller.gid != caller.other.gid)) {
            kept &= ~Mode.SET_GID;
        }
        if (kept == mode) {
            return 0;
        }
        result = backend.chmod(place.at, place.name, place.length, kept & Mode.PERMISSIONS);
        if (result == 0) {
            caller.changed(node); // a write answers no permissions
        }
        return result;
    }

    int getXattr(Caller caller, Node node, byte[] name, int length, byte[] target) {
        Place place = caller.place;
        int result = tree.place(node, place);
        return result < 0
                ? result
                : backend.getXattr(
                        place.at,
                        place.name,
                        place.length,
                        tree.marks.inLayer(name, length),
                        target);
    }

    int setXattr(
            Caller caller, Node node, byte[] name, int length, byte[] value, int size, int flags) {
        byte[] attribute = tree.marks.inLayer(name, length);
        int result = upper(caller, node, CopyUp.METADATA);
        if (result < 0) {
            return result;
        }
        forgetAcl(node, attribute);
        Place place = caller.place;
        return backend.setXattr(place.at, place.name, place.length, attribute, value, size, flags);
    }

    int removeXattr(Caller caller, Node node, byte[] name, int length) {
        byte[] attribute = tree.marks.inLayer(name, length);
        Place place = caller.place;
        int result = tree.place(node, place);
        if (result == 0) {
            // what is not there is not copied up for
            result =
                    backend.getXattr(
                            place.at, place.name, place.length, attribute, LayerBackend.NONE);
        }
        if (result >= 0) {
            result = upper(caller, node, CopyUp.METADATA);
        }
        if (result < 0) {
            return result;
        }
        forgetAcl(node, attribute);
        return backend.removeXattr(place.at, place.name, place.length, attribute);
    }

    private static void forgetAcl(Node node, byte[] attribute) {
        if (node instanceof Directory directory
                && java.util.Arrays.equals(attribute, DEFAULT_ACL)) {
            directory.defaultAcl = 0;
        }
    }

    /** The names that callers see, a NUL behind each, in {@link Caller#value}. */
    int listXattr(Caller caller, Node node) {
        Place place = caller.place;
        int result = tree.place(node, place);
        if (result < 0) {
            return result;
        }
        result = backend.listXattr(place.at, place.name, place.length, caller.value());
        return result < 0 ? result : tree.marks.shown(caller.value(), result, caller.root);
    }

    int inspect(Caller caller, Node node, int request, int size) {
        Place place = caller.place;
        int result = tree.place(node, place);
        if (result == 0) {
            int length = place.length;
            result = backend.inspect(place.at, place.name, length, request, caller.value(), size);
        }
        return result;
    }

    int readLink(Caller caller, Node node) {
        Place place = caller.place;
        int result = tree.place(node, place);
        return result < 0
                ? result
                : backend.readLink(place.at, place.name, place.length, caller.value());
    }

    /** Sees that the node is in the upper, and where. */
    private int upper(Caller caller, Node node, long size) {
        int result = copyUp.node(caller, node, size);
        return result < 0 ? result : tree.place(node, caller.place);
    }
}
