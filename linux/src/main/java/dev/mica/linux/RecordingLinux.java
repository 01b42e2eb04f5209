package dev.mica.linux;

import java.util.ArrayList;
import java.util.List;

/**
 * A double that passes every call on and writes down which were made: for tests of order, such as
 * that a file was synced before it was renamed. Safe for several threads.
 */
public final class RecordingLinux implements Linux {
    private final Linux below;
    private final List<String> calls = new ArrayList<>();

    /** A recorder above another, the real one mostly. */
    public RecordingLinux(Linux below) {
        this.below = below;
    }

    /**
     * The calls so far, oldest first: the kernel's name and the names that were passed, such as
     * {@code renameat2 a.tmp a}.
     */
    public List<String> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    /** Forgets what was recorded. */
    public void clear() {
        synchronized (calls) {
            calls.clear();
        }
    }

    @Override
    public long call(
            Scratch scratch, Call call, long a1, long a2, long a3, long a4, long a5, long a6) {
        String text = text(scratch, call, a1, a2, a3, a4, a5);
        synchronized (calls) {
            calls.add(text);
        }
        return below.call(scratch, call, a1, a2, a3, a4, a5, a6);
    }

    private static String text(Scratch scratch, Call call, long... arguments) {
        StringBuilder text = new StringBuilder(call.text);
        for (int i = 0; i < arguments.length; i++) {
            if (call.isName(i) && scratch.holds(arguments[i])) {
                text.append(' ').append(scratch.nameAt(arguments[i]));
            }
        }
        return text.toString();
    }
}
