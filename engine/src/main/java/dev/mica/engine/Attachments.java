package dev.mica.engine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** The clients on one container's streams. Thread-safe. */
final class Attachments {
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

    /** Connects those that wait to a container that was created and not started yet. */
    void connect(Bundle bundle) {
        copy().forEach(attachment -> attachment.connect(bundle));
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
