package dev.mica.overlay;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The merged names of one directory, each in a numbered slot that is its own until the name is
 * gone: so a slot is a cookie for readdir. Beside the names that show it keeps the upper's
 * whiteouts. In arrays, some 40 bytes a name; guarded by the overlay's lock once it is in use.
 */
final class Listing {
    /** No such name. */
    static final int ABSENT = -1;

    private static final byte FREE = 0;
    private static final byte SHOWN = 1;
    private static final byte WHITEOUT = 2;

    /** In {@link #flags}: a lower shows this name too, below the one that counts. */
    private static final byte BELOW = 1;

    /** No layer further down counts. */
    private static final byte STOPPED = 2;

    /** The whiteout is in the AUFS form, a file {@code .wh.NAME} beside. */
    private static final byte AUFS = 4;

    private byte[] names = new byte[256];
    private int namesUsed;
    private int namesWasted;
    private int[] nameAt = new int[8];
    private byte[] nameLength = new byte[8];
    private byte[] states = new byte[8];
    private byte[] flags = new byte[8];
    private byte[] types = new byte[8];
    private short[] layers = new short[8];
    private long[] inos = new long[8];
    private @Nullable Node[] nodes = new Node[8];
    private int used;
    private int firstFree = ABSENT;
    private int shown;
    private int[] table = new int[16]; // slot + 1; 0 is empty
    private int live; // names and whiteouts

    // further directories of the same name: a chain for each slot, from top to bottom
    private int @Nullable [] firstMerged;
    private int[] nextMerged = {};
    private int[] mergedLayer = {};
    private int mergedUsed;

    private static int hash(byte[] name, int from, int length) {
        int h = length;
        for (int i = from; i < from + length; i++) {
            h = h * 31 + name[i];
        }
        return h ^ h >>> 15;
    }

    /** The slot of a name, of a whiteout too, or {@link #ABSENT}. */
    int find(byte[] name, int length) {
        return find(name, 0, length);
    }

    int find(byte[] name, int from, int length) {
        int mask = table.length - 1;
        for (int i = hash(name, from, length) & mask; table[i] != 0; i = (i + 1) & mask) {
            int slot = table[i] - 1;
            if (is(slot, name, from, length)) {
                return slot;
            }
        }
        return ABSENT;
    }

    private boolean is(int slot, byte[] name, int from, int length) {
        if ((nameLength[slot] & 0xFF) != length) {
            return false;
        }
        int at = nameAt[slot];
        return Arrays.equals(names, at, at + length, name, from, from + length);
    }

    /** A new name, which must be absent. */
    int add(byte[] name, int from, int length, int layer, int type, long ino) {
        int slot = firstFree;
        if (slot != ABSENT) {
            firstFree = nameAt[slot];
        } else {
            slot = used++;
            if (slot == nameAt.length) {
                grow();
            }
        }
        if (namesUsed + length > names.length) {
            makeRoom(length);
        }
        nameAt[slot] = namesUsed;
        nameLength[slot] = (byte) length;
        System.arraycopy(name, from, names, namesUsed, length);
        namesUsed += length;
        states[slot] = SHOWN;
        flags[slot] = 0;
        types[slot] = (byte) type;
        layers[slot] = (short) layer;
        inos[slot] = ino;
        nodes[slot] = null;
        if (firstMerged != null) {
            firstMerged[slot] = 0;
        }
        shown++;
        live++;
        if (live * 2 > table.length) {
            rehash();
        } else {
            insert(slot);
        }
        return slot;
    }

    private void grow() {
        int size = nameAt.length * 2;
        nameAt = Arrays.copyOf(nameAt, size);
        nameLength = Arrays.copyOf(nameLength, size);
        states = Arrays.copyOf(states, size);
        flags = Arrays.copyOf(flags, size);
        types = Arrays.copyOf(types, size);
        layers = Arrays.copyOf(layers, size);
        inos = Arrays.copyOf(inos, size);
        nodes = Arrays.copyOf(nodes, size);
        if (firstMerged != null) {
            firstMerged = Arrays.copyOf(firstMerged, size);
        }
    }

    /** Room for a name: by leaving out those that are gone, where they are many. */
    private void makeRoom(int length) {
        int kept = namesUsed - namesWasted + length;
        byte[] to =
                new byte[kept * 2 > names.length ? Math.max(kept, names.length) * 2 : names.length];
        int at = 0;
        for (int slot = 0; slot < used; slot++) {
            if (states[slot] != FREE) {
                int size = nameLength[slot] & 0xFF;
                System.arraycopy(names, nameAt[slot], to, at, size);
                nameAt[slot] = at;
                at += size;
            }
        }
        names = to;
        namesUsed = at;
        namesWasted = 0;
    }

    private void insert(int slot) {
        int mask = table.length - 1;
        int i = home(slot) & mask;
        while (table[i] != 0) {
            i = (i + 1) & mask;
        }
        table[i] = slot + 1;
    }

    private int home(int slot) {
        return hash(names, nameAt[slot], nameLength[slot] & 0xFF);
    }

    private void rehash() {
        table = new int[table.length * 2];
        for (int slot = 0; slot < used; slot++) {
            if (states[slot] != FREE) {
                insert(slot);
            }
        }
    }

    /** Takes a slot out of the table, and moves up those that had to stand behind it. */
    private void unhash(int slot) {
        int mask = table.length - 1;
        int hole = home(slot) & mask;
        while (table[hole] != slot + 1) {
            hole = (hole + 1) & mask;
        }
        for (int i = (hole + 1) & mask; table[i] != 0; i = (i + 1) & mask) {
            int wanted = home(table[i] - 1) & mask;
            if (((i - wanted) & mask) >= ((i - hole) & mask)) {
                table[hole] = table[i];
                hole = i;
            }
        }
        table[hole] = 0;
    }

    /** The name is gone, of a slot that shows or of a whiteout: the slot is free for another. */
    void remove(int slot) {
        unhash(slot);
        if (states[slot] == SHOWN) {
            shown--;
        }
        live--;
        states[slot] = FREE;
        nodes[slot] = null;
        namesWasted += nameLength[slot] & 0xFF;
        nameAt[slot] = firstFree;
        firstFree = slot;
    }

    /** A whiteout in that layer hides what the slot showed; {@code aufs}: in the AUFS form. */
    void whiteOut(int slot, int layer, boolean aufs) {
        if (states[slot] == SHOWN) {
            shown--;
        }
        states[slot] = WHITEOUT;
        flags[slot] = (byte) ((flags[slot] & BELOW) | (aufs ? AUFS : 0));
        layers[slot] = (short) layer;
        nodes[slot] = null;
        forgetMerged(slot);
    }

    /** The slot of a whiteout, or of a name, shows what the upper has there now. */
    void show(int slot, int layer, int type, long ino) {
        if (states[slot] != SHOWN) {
            shown++;
        }
        states[slot] = SHOWN;
        flags[slot] = (byte) ((flags[slot] & BELOW) | STOPPED);
        layers[slot] = (short) layer;
        types[slot] = (byte) type;
        inos[slot] = ino;
        forgetMerged(slot);
    }

    private void forgetMerged(int slot) {
        if (firstMerged != null) {
            firstMerged[slot] = 0;
        }
    }

    boolean isShown(int slot) {
        return states[slot] == SHOWN;
    }

    boolean isWhiteout(int slot) {
        return states[slot] == WHITEOUT;
    }

    boolean isAufs(int slot) {
        return (flags[slot] & AUFS) != 0;
    }

    /** Whether a lower would show this name, were it not for the upper. */
    boolean isBelow(int slot) {
        return (flags[slot] & BELOW) != 0;
    }

    void setBelow(int slot, boolean below) {
        flags[slot] = (byte) (below ? flags[slot] | BELOW : flags[slot] & ~BELOW);
    }

    boolean isStopped(int slot) {
        return (flags[slot] & STOPPED) != 0;
    }

    void stop(int slot) {
        flags[slot] |= STOPPED;
    }

    int layer(int slot) {
        return layers[slot];
    }

    /** Copy-up: the same file, in the upper; what it covers, if it was not there yet, is below. */
    void copiedUp(int slot) {
        int lower = layers[slot];
        if (lower == 0) {
            return;
        }
        layers[slot] = 0;
        flags[slot] |= BELOW;
        if (types[slot] == Mode.DT_DIRECTORY) {
            // the lower's is the first of those below now
            int others = firstMerged(slot);
            forgetMerged(slot);
            merge(slot, lower);
            nextMerged[firstMerged(slot) - 1] = others;
        }
    }

    int type(int slot) {
        return types[slot];
    }

    void setType(int slot, int type) {
        types[slot] = (byte) type;
    }

    long ino(int slot) {
        return inos[slot];
    }

    void setIno(int slot, long ino) {
        inos[slot] = ino;
    }

    @Nullable Node node(int slot) {
        return nodes[slot];
    }

    void setNode(int slot, @Nullable Node node) {
        nodes[slot] = node;
    }

    /** Another layer's directory of the same name shows below. */
    void merge(int slot, int layer) {
        if (firstMerged == null) {
            firstMerged = new int[nameAt.length];
        }
        if (mergedUsed == mergedLayer.length) {
            int size = Math.max(8, mergedUsed * 2);
            mergedLayer = Arrays.copyOf(mergedLayer, size);
            nextMerged = Arrays.copyOf(nextMerged, size);
        }
        mergedLayer[mergedUsed] = layer;
        nextMerged[mergedUsed] = 0;
        int added = ++mergedUsed;
        int last = firstMerged[slot];
        if (last == 0) {
            firstMerged[slot] = added;
            return;
        }
        while (nextMerged[last - 1] != 0) {
            last = nextMerged[last - 1];
        }
        nextMerged[last - 1] = added;
    }

    /** The first of a slot's further directories, or 0. */
    int firstMerged(int slot) {
        return firstMerged == null ? 0 : firstMerged[slot];
    }

    int nextMerged(int merged) {
        return nextMerged[merged - 1];
    }

    int mergedLayer(int merged) {
        return mergedLayer[merged - 1];
    }

    /** One more than the last slot that was ever used. */
    int end() {
        return used;
    }

    /** How many names show. */
    int shown() {
        return shown;
    }

    /** The array in which a slot's name lies; see {@link #nameAt}. */
    byte[] names() {
        return names;
    }

    int nameAt(int slot) {
        return nameAt[slot];
    }

    int nameLength(int slot) {
        return nameLength[slot] & 0xFF;
    }

    /** Copies a slot's name: its length. */
    int name(int slot, byte[] target) {
        int length = nameLength[slot] & 0xFF;
        System.arraycopy(names, nameAt[slot], target, 0, length);
        return length;
    }

    /** Leaves out whiteouts that lowers had: they have done their work. */
    void dropLowerWhiteouts(boolean hasUpper) {
        for (int slot = 0; slot < used; slot++) {
            if (states[slot] == WHITEOUT && (layers[slot] != 0 || !hasUpper)) {
                remove(slot);
            }
        }
    }
}
