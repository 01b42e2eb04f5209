package dev.mica.fuse;

import dev.mica.errno.Errno;

/** A thread that reads requests while it is the leader, and answers them. */
final class Worker implements Runnable {
    private final FuseSession session;
    private final Workers workers;
    private final Turn turn;

    /** Odd while a request is handled; see {@link Turn}. */
    private volatile long steps;

    Worker(FuseSession session, Workers workers) {
        this.session = session;
        this.workers = workers;
        this.turn = workers.turn();
    }

    long steps() {
        return steps;
    }

    /** Whether it serves no request just now. */
    boolean isIdle() {
        return (steps & 1) == 0;
    }

    @Override
    public void run() {
        try {
            FuseCall call =
                    new FuseCall(
                            session.newCalls(),
                            session.transport(),
                            session.bufferSize(),
                            turn,
                            this);
            Dispatcher dispatcher = new Dispatcher(session, call);
            while (turn.await(this)) {
                while (turn.isLeader(this) && !workers.ended()) {
                    if (!serveOne(call, dispatcher)) {
                        workers.gone();
                    }
                }
            }
        } finally {
            workers.gone(this);
        }
    }

    /** Reads and answers; false when the session is over. */
    private boolean serveOne(FuseCall call, Dispatcher dispatcher) {
        FuseTransport transport = session.transport();
        int got = transport.receive(call.calls(), call.data());
        if (got < 0) {
            // ENOENT: the request was taken back; EINTR, EAGAIN: there was none
            return got == -Errno.ENOENT || got == -Errno.EINTR || got == -Errno.EAGAIN;
        }
        long begun = steps + 1;
        steps = begun;
        if (transport.slept()) {
            turn.woke();
        }
        boolean goesOn = dispatcher.handle(got);
        steps = begun + 1;
        if (workers.ended()) {
            workers.letGo();
        }
        return goesOn;
    }
}
