package dev.mica.engine;

/**
 * A container engine on one data-root: everything a daemon does, save how it is spoken to.
 *
 * <p>The parts below are safe for use by many threads and block until the work is done; call them
 * from virtual threads. What goes wrong is an {@link EngineException}, whose message is what
 * Docker's clients expect; a failed system call that nobody expected stays a {@link
 * dev.mica.errno.ErrnoException}.
 */
public interface Engine extends AutoCloseable {

    /**
     * Opens the data-root, cleans what a crash left, and finds again the containers that outlived
     * an earlier engine.
     *
     * @throws EngineException with the words dockerd puts after {@code failed to start daemon: }
     */
    static Engine open(EngineConfig config) {
        return LocalEngine.open(config);
    }

    /** Containers. */
    Containers containers();

    /** Further processes in running containers. */
    Execs execs();

    /** Images. */
    Images images();

    /** Volumes. */
    Volumes volumes();

    /** Networks. */
    Networks networks();

    /** What happened and what happens. */
    Events events();

    /** Facts about this engine and its host. */
    SystemInfo system();

    /**
     * Stops all containers, as dockerd does when it is told to end: each gets its stop signal and
     * its stop timeout. Unmounts, and lets the data-root go. Containers survive only where this is
     * not called.
     */
    @Override
    void close();
}
