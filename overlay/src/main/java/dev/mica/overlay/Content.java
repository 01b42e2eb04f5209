package dev.mica.overlay;

import dev.mica.errno.Errno;

/** Data of files: one open file a node, shared by all who have it open, and moved by copy-up. */
final class Content {
    private final Tree tree;
    private final LayerBackend backend;
    private final CopyUp copyUp;

    Content(Tree tree, CopyUp copyUp) {
        this.tree = tree;
        this.backend = tree.backend;
        this.copyUp = copyUp;
    }

    int open(Caller caller, Node node, boolean write, boolean truncate) {
        if (write || truncate) {
            int result = copyUp.node(caller, node, truncate ? 0 : CopyUp.WHOLE);
            if (result < 0) {
                return result;
            }
        }
        int result = openFile(caller, node);
        int file = node.file;
        if (result == 0
                && !node.fileWrites
                && backend.stat(~file, LayerBackend.NONE, 0, caller.other) == 0) {
            tree.noteChange(node, caller.other);
        }
        if (result == 0 && truncate) {
            result = backend.truncate(node.file, 0);
            if (result < 0) {
                release(node);
            }
        }
        return result;
    }

    private int openFile(Caller caller, Node node) {
        tree.lock.lock();
        try {
            node.opens++;
            if (node.file != Node.NO_FILE) {
                return 0;
            }
        } finally {
            tree.lock.unlock();
        }
        tree.begin(node);
        try {
            if (node.file != Node.NO_FILE) {
                return 0;
            }
            Place place = caller.place;
            int file = tree.place(node, place);
            boolean up = tree.stack.isUpper(place.layer) && node.data == null;
            if (file == 0) {
                file =
                        up
                                ? backend.open(place.at, place.name, place.length, true)
                                : copyUp.openData(node, place);
            }
            boolean privileged =
                    file >= 0
                            && up
                            && backend.stat(~file, LayerBackend.NONE, 0, caller.other) == 0
                            && (caller.other.mode & (Mode.SET_UID | Mode.SET_GID)) != 0;
            tree.lock.lock();
            try {
                if (file < 0) {
                    node.opens--;
                    return file;
                }
                node.file = file;
                node.fileWrites = up;
                node.privileged = privileged;
                return 0;
            } finally {
                tree.lock.unlock();
            }
        } finally {
            tree.end(node);
        }
    }

    /** One user less; the last one closes it: what {@link Node#backing} was then, else 0. */
    int release(Node node) {
        int backing;
        tree.lock.lock();
        try {
            if (--node.opens > 0) {
                return 0;
            }
            backing = node.backing;
            node.backing = 0;
            tree.close(node.file);
            tree.close(node.retired);
            node.file = Node.NO_FILE;
            node.retired = Node.NO_FILE;
            node.fileWrites = false;
            node.io = Node.Io.NONE;
        } finally {
            tree.lock.unlock();
        }
        tree.drop(node);
        return backing;
    }

    /** What reads and writes of an open node go to: an open file, or the negative errno. */
    int file(Caller caller, Node node, boolean write) {
        if (write && !node.fileWrites) {
            int result = copyUp.node(caller, node, CopyUp.WHOLE);
            if (result < 0) {
                return result;
            }
        }
        int file = node.file;
        return file == Node.NO_FILE ? -Errno.EBADF : file;
    }
}
