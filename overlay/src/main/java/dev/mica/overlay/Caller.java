package dev.mica.overlay;

import org.jspecify.annotations.Nullable;

/**
 * Who asks, what is answered beside the result, and room to work in: one a thread, used again for
 * each question.
 */
public class Caller {
    /** The longest extended attribute's value, in bytes. */
    static final int LONGEST_XATTR = 65536;

    /** As whom files are made. */
    public int uid;

    public int gid;

    /** Whether it may do what the system's root may. */
    public boolean root;

    /** What is masked of a new file's permissions. */
    public int umask;

    /** The answer: what a file is like. */
    public final FileState state = new FileState();

    final FileState other = new FileState();
    final Place place = new Place();
    final Place second = new Place();
    final Place work = new Place();
    final byte[] small = new byte[256];
    private byte @Nullable [] value;
    private byte @Nullable [] list;
    @Nullable Node found;
    @Nullable LowerData data;

    /** The answer of a lookup or a creation. */
    public Node node() {
        Node node = found;
        if (node == null) {
            throw new IllegalStateException("the last question answered no node");
        }
        return node;
    }

    /** What follows may take long: nobody else should wait for it. */
    protected void mayTakeLong() {}

    /** What was told of a node is true no more, though its user did not change it. */
    protected void changed(Node node) {}

    /** What was told of a directory's names is true no more, though nobody changed them. */
    protected void namesChanged(Directory directory) {}

    /** Room for a value: an attribute's, a link's target. */
    public byte[] value() {
        if (value == null) {
            value = new byte[LONGEST_XATTR];
        }
        return value;
    }

    byte[] list() {
        if (list == null) {
            list = new byte[LONGEST_XATTR];
        }
        return list;
    }
}
