package dev.mica.fuse;

/** A worker that reads the device while it is the leader. */
final class DeviceWorker extends Worker {
    private final Turn turn;

    DeviceWorker(FuseSession session, Workers workers, Turn turn) {
        super(session, workers);
        this.turn = turn;
    }

    @Override
    void work(FuseCall call) {
        FuseTransport transport = session.transport();
        Dispatcher dispatcher = new Dispatcher(session, transport, call);
        while (turn.await(this)) {
            while (turn.isLeader(this) && !workers.ended()) {
                if (!serveOne(transport, call, dispatcher)) {
                    workers.gone();
                }
            }
        }
    }

    @Override
    void over() {}

    @Override
    void taken(FuseTransport transport) {
        if (transport.slept()) {
            turn.woke();
        }
    }

    @Override
    void mayBlock() {
        turn.release(this);
    }
}
