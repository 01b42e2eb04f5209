package dev.mica.engine;

/** Further processes in running containers. An id is one that {@link #create} returned. */
public interface Execs {

    /** Prepares a process in a running container; returns its id. */
    String create(String containerRef, ExecConfig config);

    /** All about one exec. */
    ExecState inspect(String id);

    /**
     * Starts an exec, and returns when the client's stream ends: the process ended and all its
     * output was handed over, or the client left or detached.
     *
     * @param client the client's streams
     * @param start how; {@code detach} is ignored here
     */
    void start(String id, ExecStart start, ClientStreams client);

    /** Starts an exec, and returns when it runs. */
    void startDetached(String id, ExecStart start);

    /** Sets the size of the exec's terminal. */
    void resize(String id, int rows, int columns);
}
