package dev.mica.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Small things about futures. */
final class Futures {

    private Futures() {}

    /** A future's value; the unchecked exception it ended with is thrown as it is. */
    static <T> T get(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException r -> throw r;
                case Error r -> throw r;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
