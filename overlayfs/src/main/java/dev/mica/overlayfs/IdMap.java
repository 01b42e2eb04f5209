package dev.mica.overlayfs;

import dev.mica.overlayfs.MountOptions.BadOptionException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How the owners that files have in the layers are shown, users or groups: as they are; moved,
 * range by range ({@code uidmapping}); or all as one ({@code squash_to_uid}). Who makes a file is
 * moved the other way. An id of which a map says nothing is shown as 65534, and who has such an id
 * makes files as that. Where all are shown as one, files are made as the server's own.
 */
final class IdMap {
    /** No id: in a map's answer, none; for who makes a file, the server itself. */
    static final int NONE = -1;

    static final IdMap SAME = new IdMap(new int[0], NONE);

    private static final int OVERFLOW = 65534;

    /** In threes: the first in the layers, the first shown, how many. */
    private final int[] ranges;

    private final int all;

    private IdMap(int[] ranges, int all) {
        this.ranges = ranges;
        this.all = all;
    }

    /**
     * A map of ranges, {@code LAYER:SHOWN:COUNT}, further ones behind a colon. Podman 4 writes one
     * before the first, too.
     *
     * @param option for the message
     */
    static IdMap ranges(String option, String text) {
        String[] words = text.replaceFirst("^:", "").split(":", -1);
        int[] ranges = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            ranges[i] = id(option, words[i]);
        }
        if (words.length % 3 != 0) {
            throw new BadOptionException(option, "a map is LAYER:SHOWN:COUNT, and further such");
        }
        return new IdMap(ranges, NONE);
    }

    /** All are shown as that one. */
    static IdMap squash(String option, String id) {
        return new IdMap(new int[0], id(option, id));
    }

    private static int id(String option, String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw new BadOptionException(option, "\"" + text + "\" is no id");
        }
    }

    private boolean isSame() {
        return ranges.length == 0 && all == NONE;
    }

    /** What users see of an owner. */
    int shown(int stored) {
        if (isSame()) {
            return stored;
        }
        int to = all == NONE ? moved(stored, 0) : all;
        return to == NONE ? OVERFLOW : to;
    }

    /** The owner of what somebody makes. */
    int maker(int shown) {
        if (isSame()) {
            return shown;
        }
        int to = moved(shown, 1);
        return to == NONE && all == NONE ? OVERFLOW : to;
    }

    /** Whether a file can be given to somebody. */
    boolean takes(int shown) {
        return isSame() || (all == NONE ? moved(shown, 1) != NONE : shown == all);
    }

    /**
     * The owner that a file gets that is given to somebody it {@link #takes}; {@link #NONE} for no
     * change.
     */
    int owner(int shown) {
        return isSame() ? shown : moved(shown, 1);
    }

    /** Moves an id by the ranges; from the layers' where {@code from} is 0, to them where 1. */
    private int moved(int id, int from) {
        for (int i = 0; i < ranges.length; i += 3) {
            int offset = id - ranges[i + from];
            if (Integer.compareUnsigned(offset, ranges[i + 2]) < 0) {
                return ranges[i + 1 - from] + offset;
            }
        }
        return NONE;
    }

    private static final byte[] ACL = "system.posix_acl_".getBytes(StandardCharsets.US_ASCII);
    private static final int ACL_HEADER = 4;
    private static final int ACL_ENTRY = 8;
    private static final int ACL_USER = 2;
    private static final int ACL_GROUP = 8;

    /** Whether an attribute is an access control list, which names owners. */
    static boolean isAcl(byte[] name, int length) {
        int start = ACL.length;
        return length > start && Arrays.equals(name, 0, start, ACL, 0, start);
    }

    /**
     * Moves the owners in an access control list, in place.
     *
     * @param show whether it is shown; else it comes from a user
     * @return whether all could be moved
     */
    static boolean acl(byte[] value, int size, IdMap users, IdMap groups, boolean show) {
        if (users.isSame() && groups.isSame()) {
            return true;
        }
        ByteBuffer acl = ByteBuffer.wrap(value, 0, size).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = ACL_HEADER; at + ACL_ENTRY <= size; at += ACL_ENTRY) {
            int tag = acl.getShort(at);
            if (tag == ACL_USER || tag == ACL_GROUP) {
                IdMap ids = tag == ACL_USER ? users : groups;
                int id = acl.getInt(at + 4);
                int moved = show ? ids.shown(id) : ids.owner(id);
                if (moved == NONE) {
                    return false;
                }
                acl.putInt(at + 4, moved);
            }
        }
        return true;
    }
}
