package dev.mica.overlay;

/** Where a file is, for one question: what {@link LayerBackend}'s methods take. */
final class Place {
    /** The longest name of a file, in bytes. */
    static final int LONGEST = 255;

    final byte[] name = new byte[LONGEST + 1];
    int at;
    int length;
    int layer;

    void set(int directory, byte[] source, int size) {
        at = directory;
        System.arraycopy(source, 0, name, 0, size);
        length = size;
    }

    /** The thing itself. */
    void itself(int handle) {
        at = handle;
        length = 0;
    }
}
