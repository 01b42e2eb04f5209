package dev.mica.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A double in which chosen calls fail, or something happens just before them: for tests of a full
 * disk, of an I/O error, of a crash at any step. Everything else reaches the kernel. Safe for
 * several threads.
 *
 * <pre>{@code
 * FaultyLinux linux = new FaultyLinux(Linux.system()).fail("fsync", 2, Errno.EIO);
 * }</pre>
 */
public final class FaultyLinux implements Linux {
    private static final String ALL_BUT_CLOSE = "all but close";

    /** {@code call} is empty for any; {@code errno} is 0 when only the action is wanted. */
    private record Fault(String call, int from, int to, int errno, @Nullable Runnable action) {
        boolean isMeant(String name, int nth, int total) {
            boolean any = call.isEmpty() || call.equals(ALL_BUT_CLOSE);
            int n = any ? total : nth;
            boolean named =
                    any ? !(call.equals(ALL_BUT_CLOSE) && name.equals("close")) : call.equals(name);
            return named && n >= from && n <= to;
        }
    }

    private final Linux below;
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private int total;

    /** No faults yet, above another {@code Linux}, the real one mostly. */
    public FaultyLinux(Linux below) {
        this.below = below;
    }

    /** The {@code nth} call of that name, counted from 1, fails with {@code errno}. */
    public FaultyLinux fail(String call, int nth, int errno) {
        return add(new Fault(known(call), nth, nth, errno, null));
    }

    /**
     * Each call of that name from the {@code nth} on, counted from 1, fails: a disk that stays
     * full.
     */
    public FaultyLinux failFrom(String call, int nth, int errno) {
        return add(new Fault(known(call), nth, Integer.MAX_VALUE, errno, null));
    }

    /** The {@code nth} call of any name fails: to try every step in turn. */
    public FaultyLinux failAny(int nth, int errno) {
        return add(new Fault("", nth, nth, errno, null));
    }

    /**
     * Runs {@code action} just before the {@code nth} call of that name: to halt the JVM there, to
     * change what the call is about to meet, or to throw.
     */
    public FaultyLinux before(String call, int nth, Runnable action) {
        return add(new Fault(known(call), nth, nth, 0, action));
    }

    /** As {@link #before}, of the {@code nth} call of any name. */
    public FaultyLinux beforeAny(int nth, Runnable action) {
        return add(new Fault("", nth, nth, 0, action));
    }

    /**
     * As if the process were killed just before its {@code nth} call: that one and all after it
     * throw what {@code death} gives. But for {@code close}, since the kernel closes what a dead
     * process had open.
     */
    public FaultyLinux dieAny(int nth, Supplier<? extends Error> death) {
        return add(
                new Fault(
                        ALL_BUT_CLOSE,
                        nth,
                        Integer.MAX_VALUE,
                        0,
                        () -> {
                            throw death.get();
                        }));
    }

    /** How often that call was made, those that were failed here included. */
    public int count(String call) {
        String name = known(call);
        synchronized (faults) {
            return counts.getOrDefault(name, 0);
        }
    }

    /** How many calls of any name were made. */
    public int total() {
        synchronized (faults) {
            return total;
        }
    }

    @Override
    public long call(
            Scratch scratch, Call call, long a1, long a2, long a3, long a4, long a5, long a6) {
        List<Fault> hits = new ArrayList<>();
        synchronized (faults) {
            int nth = counts.merge(call.text, 1, Integer::sum);
            total++;
            for (Fault fault : faults) {
                if (fault.isMeant(call.text, nth, total)) {
                    hits.add(fault);
                }
            }
        }
        for (Fault hit : hits) {
            if (hit.action != null) {
                hit.action.run();
            }
            if (hit.errno != 0) {
                return -hit.errno;
            }
        }
        return below.call(scratch, call, a1, a2, a3, a4, a5, a6);
    }

    private FaultyLinux add(Fault fault) {
        synchronized (faults) {
            faults.add(fault);
        }
        return this;
    }

    private static String known(String call) {
        for (Call each : Call.values()) {
            if (each.text.equals(call)) {
                return call;
            }
        }
        throw new IllegalArgumentException(call + " is no call that Mica makes");
    }
}
