package dev.mica.linux;

import org.jspecify.annotations.Nullable;

/**
 * Runs something on a platform thread that ends with it: for what changes the calling thread itself
 * ({@code unshare}, {@code setns}), which no pooled or virtual thread may do.
 */
public final class OwnThread {
    private OwnThread() {}

    /**
     * Runs and waits for the end, interrupted or not (the thread's interrupt stays set); what the
     * action throws is thrown here.
     */
    public static void run(String name, Runnable action) {
        @Nullable Throwable[] failure = new Throwable[1];
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .name(name)
                        .uncaughtExceptionHandler((_, e) -> failure[0] = e)
                        .start(action);
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        switch (failure[0]) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }
}
