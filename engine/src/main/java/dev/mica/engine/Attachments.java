package dev.mica.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** The clients on one container's streams. Thread-safe. */
final class Attachments {
    private static final long PATIENCE_NANOS = 1_000_000_000L;
    private static final long LOOK_AGAIN_NANOS = 100_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Attachment> all = new LinkedHashSet<>();

    void add(Attachment attachment) {
        lock.lock();
        try {
            all.add(attachment);
        } finally {
            lock.unlock();
        }
    }

    void remove(Attachment attachment) {
        lock.lock();
        try {
            all.remove(attachment);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Connects those that wait to a container that was created and not started yet, and waits until
     * conmon has taken them all in: what the container says before is said to nobody. That shows in
     * the number of conmon's descriptors alone.
     */
    void connect(Bundle bundle, int conmon) {
        List<Attachment> waiting = copy();
        if (waiting.isEmpty()) {
            return;
        }
        int before = descriptors(conmon);
        waiting.forEach(attachment -> attachment.connect(bundle));
        long patience = System.nanoTime() + PATIENCE_NANOS;
        while (descriptors(conmon) < before + waiting.size() && System.nanoTime() < patience) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private static int descriptors(int pid) {
        int count = 0;
        try (var all = Files.newDirectoryStream(Path.of("/proc", Integer.toString(pid), "fd"))) {
            for (Path _ : all) {
                count++;
            }
        } catch (IOException e) {
            return Integer.MAX_VALUE; // it has ended: nothing to wait for
        }
        return count;
    }

    /** Ends all: the container was not started after all, or is gone. */
    void cancel() {
        copy().forEach(Attachment::cancel);
    }

    private List<Attachment> copy() {
        lock.lock();
        try {
            return List.copyOf(all);
        } finally {
            lock.unlock();
        }
    }
}
