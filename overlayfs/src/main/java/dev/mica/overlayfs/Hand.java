package dev.mica.overlayfs;

import dev.mica.linux.DirectCalls;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.NativeBuffer;
import dev.mica.linux.StatBuffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What one thread calls the kernel with. */
final class Hand {
    static final int NOBODY = -1;
    private static final int BYTES = 65536;
    private static final int ENTRIES = 32768;

    final DirectCalls calls;
    final StatBuffer stat = new StatBuffer();
    final NativeBuffer bytes = new NativeBuffer(BYTES);

    /** The directories whose descriptors it is using: {@link DirectoryTable} keeps those open. */
    volatile int first = NOBODY;

    volatile int second = NOBODY;
    volatile int parent = NOBODY;

    private final int ownUid;
    private final int ownGid;
    private int uid;
    private int gid;
    private @Nullable ByteBuffer wrapped;
    private @Nullable NativeBuffer entries;
    private NativeBuffer wrapper = bytes;

    Hand(Linux linux) {
        calls = new DirectCalls(linux);
        ownUid = linux.geteuid();
        ownGid = linux.getegid();
        uid = ownUid;
        gid = ownGid;
        // the change of whom it makes files as must not cost it the right to make them
        calls.prctl(Flags.PR_SET_SECUREBITS, Flags.SECBIT_NO_SETUID_FIXUP);
    }

    /** As whom files are made from now on; -1 is whom the program runs as. */
    void actAs(int wantedUid, int wantedGid) {
        int toUid = wantedUid == -1 ? ownUid : wantedUid;
        int toGid = wantedGid == -1 ? ownGid : wantedGid;
        if (toUid != uid || toGid != gid) {
            calls.fileOwner(toUid, toGid);
            uid = toUid;
            gid = toGid;
        }
    }

    /** Room for the names of a directory. */
    NativeBuffer entries() {
        if (entries == null) {
            entries = new NativeBuffer(ENTRIES);
        }
        return entries;
    }

    /** The memory of a caller's buffer: of the same one again at no cost. */
    @SuppressWarnings("ReferenceEquality") // it is the very buffer that is meant
    NativeBuffer memory(ByteBuffer buffer) {
        if (wrapped != buffer) {
            wrapper = new NativeBuffer(buffer);
            wrapped = buffer;
        }
        return wrapper;
    }
}
