package dev.mica.fuse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests over {@code io_uring} (Linux 6.14): the kernel gives each to a worker of the processor
 * that it comes from, which so needs not be woken on another one. It must be known before the first
 * request is answered whether that works, for the kernel then waits until all workers are there.
 */
final class Rings {
    /** A machine that may have more processors is served without: each takes a thread. */
    private static final int MOST_PROCESSORS = Workers.MOST / 4;

    /**
     * How many the machine may have, which is how many rings the kernel waits for; 0 if unknown.
     */
    private static final int PROCESSORS = processors();

    private final FuseSession session;
    private final Workers workers;
    private final CountDownLatch opened = new CountDownLatch(PROCESSORS);
    private final CountDownLatch begin = new CountDownLatch(1);
    private final CountDownLatch registered = new CountDownLatch(PROCESSORS);
    private volatile boolean wanted;
    private volatile boolean failed;

    Rings(FuseSession session, Workers workers) {
        this.session = session;
        this.workers = workers;
    }

    private static int processors() {
        try {
            String list = Files.readString(Path.of("/sys/devices/system/cpu/possible")).strip();
            if (list.startsWith("0-")) {
                return Integer.parseInt(list.substring(2)) + 1;
            }
            return list.equals("0") ? 1 : 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /** Makes a ring for each processor; false where that cannot be. */
    boolean open() {
        if (PROCESSORS == 0 || PROCESSORS > MOST_PROCESSORS) {
            return false;
        }
        for (int i = 0; i < PROCESSORS; i++) {
            if (!workers.add(new RingWorker(session, workers, this, i, new AtomicInteger()))) {
                isShort();
            }
        }
        await(opened);
        if (failed) {
            end();
        }
        return !failed;
    }

    /** Has the kernel use them; false when it refused. */
    boolean register() {
        wanted = true;
        begin.countDown();
        await(registered);
        return !failed;
    }

    void opened() {
        opened.countDown();
    }

    /** Waits for {@link #register}; false when it is not to be. */
    boolean awaitBegin() {
        await(begin);
        return wanted && !workers.ended();
    }

    void registered() {
        registered.countDown();
    }

    /** One of the workers is no more; once all have begun that is no harm. */
    void isShort() {
        if (registered.getCount() > 0) {
            failed = true;
        }
        opened.countDown();
        registered.countDown();
    }

    /** Lets those go who wait to begin. */
    void end() {
        begin.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a worker", e);
        }
    }
}
