package dev.mica.engine;

/** Where the messages of a long work go. Called from one thread at a time. */
@FunctionalInterface
public interface ProgressSink {

    /** Takes a message. Throws where the client is gone, which ends the work. */
    void accept(ProgressMessage message);
}
