package dev.mica.overlay;

import org.jspecify.annotations.Nullable;

/**
 * A file as its users know it. Where its content lies, its <i>binding</i> (a layer, a directory, a
 * name), changes with copy-up, renames and unlinks; the node stays the same, and with it what the
 * kernel keeps of it: descriptors, locks, pages.
 *
 * <p>Guarded by the overlay's lock, but for what never changes.
 */
public class Node {
    /** What an open file of this node is to the kernel. */
    public enum Io {
        /** Nobody has it open. */
        NONE,
        /** Reads and writes come to the server, through the page cache. */
        CACHED,
        /** They go past it. */
        PASSED_THROUGH
    }

    static final int NO_FILE = Integer.MIN_VALUE;

    final long id;
    final long generation;

    /** Type and no more: permissions change. */
    final int type;

    /** How often the kernel was told of it. */
    long lookups;

    /** The number that its users see. */
    long ino;

    /** Where one of its names is; null once none is left. */
    @Nullable Directory parent;

    int slot;

    /** Its other names, of which the upper's inode has several. */
    @Nullable Alias aliases;

    /** In which layer its content is. */
    int layer;

    /** The number of the file in its layer: another file may have taken the name meanwhile. */
    long realIno;

    /** Which file of a lower has its data; null where it has that itself. */
    @Nullable LowerData data;

    /** Where the layers below the upper have it, by the upper's mark; null where there is none. */
    byte @Nullable [] redirect;

    /** What keeps it once its last name is gone. */
    int held = NO_FILE;

    /** Its data: one open file for all who have it open. */
    int file = NO_FILE;

    boolean fileWrites;

    /** It had set-user-ID or set-group-ID when it was opened. */
    boolean privileged;

    /** A lower's file that somebody changed below the mount: nothing may be kept of it. */
    boolean live;

    /** Who has it open may map it and write there: that changes its times, and nobody says so. */
    boolean mappable;

    /** What {@link #file} was before a copy-up: somebody may be reading it. */
    int retired = NO_FILE;

    int opens;
    Io io = Io.NONE;

    /** Of whoever serves it: what passes its data through. 0 is nothing. */
    int backing;

    /** Nobody refers to it, and its number is another's. */
    boolean dropped;

    /** Somebody changes its binding; see {@code Tree.begin}. */
    boolean busy;

    /** A further name. */
    static final class Alias {
        Directory parent;
        int slot;
        @Nullable Alias next;

        Alias(Directory parent, int slot, @Nullable Alias next) {
            this.parent = parent;
            this.slot = slot;
            this.next = next;
        }
    }

    Node(long id, long generation, int mode) {
        this.id = id;
        this.generation = generation;
        this.type = mode & Mode.TYPE;
    }

    /** With {@link #generation}, never used for another file. */
    public long id() {
        return id;
    }

    public long generation() {
        return generation;
    }

    /** The number that its users see, also over copy-up and rename. */
    public long ino() {
        return ino;
    }

    public Io io() {
        return io;
    }

    /** What {@link Overlay#setIo} was told. */
    public int backing() {
        return backing;
    }

    /**
     * Whether this is a lower's file that has changed since the mount was made, below it: what was
     * told of it may be true no more at any moment.
     */
    public boolean isLive() {
        return live;
    }

    /** Whether its attributes may change without a request that says so. */
    public boolean changesUnseen() {
        return live || mappable;
    }

    public boolean isDirectory() {
        return type == Mode.DIRECTORY;
    }

    public boolean isRegular() {
        return type == Mode.REGULAR;
    }
}
