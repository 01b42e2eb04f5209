package dev.mica.fuse;

import java.nio.ByteBuffer;

/** {@code struct fuse_kstatfs}: what {@code statfs(2)} tells. */
public final class FileSystemState {
    static final int SIZE = 80;

    /** In units of {@link #fragmentSize}. */
    public long blocks;

    public long freeBlocks;
    public long availableBlocks;
    public long files;
    public long freeFiles;
    public int blockSize;
    public int nameLength;
    public int fragmentSize;

    FileSystemState() {}

    void write(ByteBuffer to, int at) {
        to.putLong(at, blocks);
        to.putLong(at + 8, freeBlocks);
        to.putLong(at + 16, availableBlocks);
        to.putLong(at + 24, files);
        to.putLong(at + 32, freeFiles);
        to.putInt(at + 40, blockSize);
        to.putInt(at + 44, nameLength);
        to.putInt(at + 48, fragmentSize);
        for (int i = 52; i < SIZE; i += 4) {
            to.putInt(at + i, 0);
        }
    }
}
