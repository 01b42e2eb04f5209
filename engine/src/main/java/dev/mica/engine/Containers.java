package dev.mica.engine;

import dev.mica.storage.spi.Change;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * What can be done with containers. A {@code ref} is a name, with or without its leading slash, a
 * whole id or an unambiguous beginning of one; where it names nothing, every method throws {@code
 * No such container: REF}.
 */
public interface Containers {

    /**
     * Makes a container; it is durable when this returns, unless it is to be removed at its end.
     */
    CreatedContainer create(CreateRequest request);

    /**
     * Starts a container; its process runs when this returns.
     *
     * @param detachKeys unused by the engine, checked as Docker does; empty for the default
     * @return false where it ran already
     */
    boolean start(String ref, String detachKeys);

    /**
     * Sends the container's stop signal, waits, and kills.
     *
     * @param seconds to wait; negative waits for ever; empty takes the container's own or 10
     * @return false where it did not run
     */
    boolean stop(String ref, OptionalInt seconds);

    /** {@link #stop} where it runs, then {@link #start}. */
    void restart(String ref, OptionalInt seconds);

    /**
     * Sends a signal. With KILL, returns when the container has stopped.
     *
     * @param signal a number or a name with or without SIG; empty means KILL
     */
    void kill(String ref, String signal);

    /** Freezes all processes. */
    void pause(String ref);

    /** Lets all processes go on. */
    void unpause(String ref);

    /** Gives a container another name. */
    void rename(String ref, String name);

    /** Removes a container and all it wrote. */
    void remove(String ref, RemoveOptions options);

    /**
     * Waits for a container's end. What counts begins when this returns, not when the future is
     * asked: a caller may tell its client that it listens, and only then have the container
     * started. Cancelling the future ends the waiting.
     */
    CompletableFuture<ExitStatus> await(String ref, WaitCondition condition);

    /** Lists containers, newest first. */
    List<ContainerSummary> list(ListQuery query);

    /** All about one container; see {@link Container}. */
    Container inspect(String ref, boolean size);

    /** Sets the size of the container's terminal. */
    void resize(String ref, int rows, int columns);

    /**
     * Lists the container's processes by the host's {@code ps}; empty arguments mean {@code -ef}.
     */
    ProcessTable top(String ref, String psArguments);

    /** What the container changed in its file system. */
    List<Change> changes(String ref);

    /** Writes the container's file system as a tar stream. */
    void export(String ref, OutputStream out);

    /**
     * Connects a client to the container's standard streams, and returns when the stream ends: the
     * container stopped, the client left, or it typed the keys that detach it. A container that was
     * not started yet is waited for.
     */
    void attach(String ref, AttachRequest request, ClientStreams client);

    /**
     * Writes the container's log; with {@code follow}, until the container stops or the client
     * leaves.
     */
    void logs(String ref, LogQuery query, ClientOutput client);

    /** Removes all stopped containers that the filters match. */
    PruneReport prune(Filters filters);
}
