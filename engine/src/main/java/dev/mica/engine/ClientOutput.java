package dev.mica.engine;

import java.io.IOException;

/**
 * Where a container's output goes: one client of the engine. The engine calls {@link #ready} once,
 * then {@link #output} as often as there is something, from one thread at a time.
 */
public interface ClientOutput {

    /**
     * The request was good and output may follow: the head of the answer is to be sent now, by
     * itself.
     *
     * @param raw whether the stream is a terminal's, and so not divided into frames
     * @throws IOException where the client is gone
     */
    void ready(boolean raw) throws IOException;

    /**
     * Hands bytes to the client, and waits until it has room for them.
     *
     * @throws IOException where the client is gone; ends the stream
     */
    void output(StreamType stream, byte[] bytes, int offset, int length) throws IOException;

    /**
     * Leaves something to be run, from any thread, when the client is seen to be gone while nothing
     * is being written to it. At once, where it is gone already.
     */
    void onGone(Runnable action);
}
