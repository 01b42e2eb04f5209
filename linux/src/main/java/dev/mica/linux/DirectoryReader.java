package dev.mica.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A cursor over a directory's names, in the file system's order, without {@code .} and {@code ..};
 * an entry costs no allocation until it is asked for. Names that are made or removed meanwhile may
 * or may not be seen. Not for several threads at once.
 *
 * <pre>{@code
 * try (DirectoryReader reader = directory.entries()) {
 *     while (reader.next()) {
 *         use(reader.name());
 *     }
 * }
 * }</pre>
 */
public final class DirectoryReader implements AutoCloseable {
    private static final int BUFFER = 32 * 1024;

    private static final Pool<ByteBuffer> SPARE = new Pool<>();

    private final Linux linux;
    private final ByteBuffer buffer;
    private final Fd own;
    private int entry;
    private int nextEntry;

    /**
     * Reads through a descriptor of its own, so that others of the same directory do not notice.
     */
    DirectoryReader(Linux linux, Fd own) {
        this.linux = linux;
        this.own = own;
        ByteBuffer spare = SPARE.take();
        buffer = spare != null ? spare : ByteBuffer.allocateDirect(BUFFER);
        buffer.order(ByteOrder.nativeOrder()).limit(0);
    }

    /** Goes to the next name: false at the end. */
    public boolean next() {
        do {
            if (nextEntry >= buffer.limit()) {
                linux.getdents64(own.number(), buffer);
                nextEntry = 0;
                if (buffer.limit() == 0) {
                    return false;
                }
            }
            entry = nextEntry;
            nextEntry = entry + (buffer.getShort(entry + 16) & 0xFFFF);
        } while (isDot());
        return true;
    }

    private boolean isDot() {
        return buffer.get(entry + 19) == '.'
                && (buffer.get(entry + 20) == 0
                        || (buffer.get(entry + 20) == '.' && buffer.get(entry + 21) == 0));
    }

    /** The name's bytes. */
    public byte[] nameBytes() {
        int end = entry + 19;
        while (buffer.get(end) != 0) {
            end++;
        }
        byte[] name = new byte[end - entry - 19];
        buffer.get(entry + 19, name);
        return name;
    }

    /** The name; see {@link Names}. */
    public String name() {
        return Names.decode(nameBytes());
    }

    /** One of the {@code DT_} values; {@code DT_UNKNOWN} where the file system does not say. */
    public int type() {
        return buffer.get(entry + 18);
    }

    /** The inode's number, as the directory has it. */
    public long ino() {
        return buffer.getLong(entry);
    }

    /** The current entry, to keep. */
    public DirEntry toEntry() {
        return new DirEntry(name(), type(), ino());
    }

    @Override
    public void close() {
        if (own.isOpen()) {
            own.close();
            SPARE.give(buffer);
        }
    }
}
