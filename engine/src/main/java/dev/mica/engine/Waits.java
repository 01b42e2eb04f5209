package dev.mica.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/** Who waits for a container's end. Thread-safe; completes futures outside of its lock. */
final class Waits {
    private final ReentrantLock lock = new ReentrantLock();
    private List<CompletableFuture<ExitStatus>> forExit = new ArrayList<>();
    private List<CompletableFuture<ExitStatus>> forRemoval = new ArrayList<>();

    /** A future for the next end. */
    CompletableFuture<ExitStatus> nextExit() {
        return add(false);
    }

    /** A future for the removal. */
    CompletableFuture<ExitStatus> removal() {
        return add(true);
    }

    private CompletableFuture<ExitStatus> add(boolean removal) {
        CompletableFuture<ExitStatus> future = new CompletableFuture<>();
        lock.lock();
        try {
            List<CompletableFuture<ExitStatus>> list = removal ? forRemoval : forExit;
            list.removeIf(CompletableFuture::isDone); // given up by their clients
            list.add(future);
        } finally {
            lock.unlock();
        }
        return future;
    }

    /** The container ended. */
    void exited(int code) {
        List<CompletableFuture<ExitStatus>> done;
        lock.lock();
        try {
            done = forExit;
            forExit = new ArrayList<>();
        } finally {
            lock.unlock();
        }
        done.forEach(future -> future.complete(new ExitStatus(code, Optional.empty())));
    }

    /** The container is gone, which ends all waiting. */
    void removed(int code, String error) {
        List<CompletableFuture<ExitStatus>> done;
        lock.lock();
        try {
            done = new ArrayList<>(forExit);
            done.addAll(forRemoval);
            forExit = new ArrayList<>();
            forRemoval = new ArrayList<>();
        } finally {
            lock.unlock();
        }
        Optional<String> reason = error.isEmpty() ? Optional.empty() : Optional.of(error);
        done.forEach(future -> future.complete(new ExitStatus(code, reason)));
    }
}
