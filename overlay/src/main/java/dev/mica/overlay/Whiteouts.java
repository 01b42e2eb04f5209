package dev.mica.overlay;

import dev.mica.errno.Errno;

/**
 * Makes whiteouts in the upper, as the kernel does: character devices 0:0 without permissions, all
 * of them links to one in the workdir.
 */
final class Whiteouts {
    private static final byte[] SHARED = {'#', '0'};
    private static final byte[] WH = {'.', 'w', 'h', '.'};

    private final LayerBackend backend;
    private final CopyUp copyUp;

    Whiteouts(Tree tree, CopyUp copyUp) {
        this.backend = tree.backend;
        this.copyUp = copyUp;
    }

    /** A whiteout where the upper has nothing of that name. */
    int make(int directory, byte[] name, int length) {
        int result = backend.link(backend.work(), SHARED, SHARED.length, directory, name, length);
        if (result != -Errno.ENOENT && result != -Errno.EMLINK) {
            return result;
        }
        if (result == -Errno.EMLINK) {
            backend.remove(backend.work(), SHARED, SHARED.length, false);
        }
        backend.actAs(LayerBackend.SELF, LayerBackend.SELF);
        int made = backend.makeNode(backend.work(), SHARED, SHARED.length, Mode.CHARACTER, 0);
        if (made < 0 && made != -Errno.EEXIST) {
            return made;
        }
        return backend.link(backend.work(), SHARED, SHARED.length, directory, name, length);
    }

    /** A whiteout in the place of a file that the upper has. */
    int replaceFile(Caller caller, int directory, byte[] name, int length) {
        Place work = caller.work;
        copyUp.temporaryName(work);
        int result = make(work.at, work.name, work.length);
        if (result == 0) {
            result = backend.rename(work.at, work.name, work.length, directory, name, length, 0);
            if (result < 0) {
                backend.remove(work.at, work.name, work.length, false);
            }
        }
        return result;
    }

    /** A whiteout in the place of a directory of the upper, in which nothing shows. */
    int replaceDirectory(Caller caller, int directory, byte[] name, int length) {
        Place work = caller.work;
        copyUp.temporaryName(work);
        int result = make(work.at, work.name, work.length);
        if (result < 0) {
            return result;
        }
        result =
                backend.rename(
                        work.at,
                        work.name,
                        work.length,
                        directory,
                        name,
                        length,
                        LayerBackend.EXCHANGE);
        if (result < 0) {
            backend.remove(work.at, work.name, work.length, false);
            return result;
        }
        return removeTree(work.at, work.name, work.length);
    }

    /** Removes a directory in which at most whiteouts are. */
    int removeTree(int at, byte[] name, int length) {
        int handle = backend.child(at, name, length);
        backend.entries(
                handle, (entry, size, ino, type) -> backend.remove(handle, entry, size, false));
        backend.release(handle);
        return backend.remove(at, name, length, true);
    }

    /** Removes a whiteout of the AUFS form, a file {@code .wh.NAME}. */
    int removeAufs(int directory, byte[] name, int length) {
        int size = WH.length + length;
        byte[] hidden = new byte[size];
        System.arraycopy(WH, 0, hidden, 0, WH.length);
        System.arraycopy(name, 0, hidden, WH.length, length);
        return backend.remove(directory, hidden, size, false);
    }
}
