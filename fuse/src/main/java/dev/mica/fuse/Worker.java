package dev.mica.fuse;

import dev.mica.errno.Errno;

/** A thread that takes requests from a transport and answers them. */
abstract class Worker implements Runnable {
    final FuseSession session;
    final Workers workers;

    /** Odd while a request is handled. */
    private volatile long steps;

    Worker(FuseSession session, Workers workers) {
        this.session = session;
        this.workers = workers;
    }

    /** How often it began or ended a request: odd while one is handled. */
    final long steps() {
        return steps;
    }

    /** Whether it serves no request just now. */
    final boolean isIdle() {
        return (steps & 1) == 0;
    }

    @Override
    public final void run() {
        try {
            work(session.newCall(this));
        } finally {
            over();
            workers.gone(this);
        }
    }

    /** Serves until it is needed no more. */
    abstract void work(FuseCall call);

    /** It serves no more, or never did. */
    abstract void over();

    /** A request is there, and this is about to serve it. */
    abstract void taken(FuseTransport transport);

    /** What is served may take long from here on. */
    abstract void mayBlock();

    /** Takes a request and answers it; false when the session is over. */
    final boolean serveOne(FuseTransport transport, FuseCall call, Dispatcher dispatcher) {
        int got = transport.receive(call.calls(), call.data());
        if (got < 0) {
            // ENOENT: the request was taken back; EINTR, EAGAIN: there was none
            return got == -Errno.ENOENT || got == -Errno.EINTR || got == -Errno.EAGAIN;
        }
        long begun = steps + 1;
        steps = begun;
        taken(transport);
        boolean goesOn = dispatcher.handle(got);
        steps = begun + 1;
        if (workers.ended()) {
            workers.letGo();
        }
        return goesOn;
    }
}
