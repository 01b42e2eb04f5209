package dev.mica.storage.spi;

import dev.mica.linux.StatBuffer;

/**
 * What makes two entries of one path differ, as Docker sees it: mode, owner, device; size and time
 * of what is no directory; and the file capability. A time whose fraction one side does not have is
 * compared in seconds. Source: moby, {@code pkg/archive/changes_unix.go}.
 */
public final class StatDifference {
    /** The attribute that is compared as well. */
    public static final String CAPABILITY = KeptXattrs.CAPABILITY;

    private StatDifference() {}

    /** Whether the statuses differ; attributes are the caller's to compare. */
    public static boolean differs(StatBuffer below, StatBuffer layer) {
        if (below.mode() != layer.mode()
                || below.uid() != layer.uid()
                || below.gid() != layer.gid()
                || below.deviceMajor() != layer.deviceMajor()
                || below.deviceMinor() != layer.deviceMinor()) {
            return true;
        }
        return !layer.isDirectory() && (below.size() != layer.size() || !sameTime(below, layer));
    }

    private static boolean sameTime(StatBuffer a, StatBuffer b) {
        return a.modifySeconds() == b.modifySeconds()
                && (a.modifyNanos() == b.modifyNanos()
                        || a.modifyNanos() == 0
                        || b.modifyNanos() == 0);
    }
}
